"""What do the pages cost, measured against an empty one?"""
