"""What do staff type into a case that tells no place, though it is full of letters and figures?

All is drawn from a seed and made up.
"""

import re
from random import Random

from freshstart.process.spellings import words

# What a blank of a sentence is filled with; # is any figure, {} a number between two.
BLANKS = {
    "date": (
        "{1:28}/{1:12}/2026", "0{1:9}/0{1:9}/26", "{10:28}.1{0:2}.2026", "0{1:9}-1{0:2}-2026",
        "2026-0{1:9}-{10:28}",
        "{1:28} March 2026", "Mon {1:28} Sept", "{4:20}th of May", "{10:28}0{1:9}2026", "{1:28}/{1:12}",
    ),
    "time": ("{1:12}:{10:59}", "{1:12}.{10:59}am", "{1:12}.{10:59} pm", "{10:23}{10:59}hrs", "{1:9}:05pm"),
    "year": ("Year {1:13}", "Y{1:13}", "yr {1:13}", "year {1:13}s", "Yr{1:13}"),
    "class": (
        "{7:11}B", "{7:11}X2", "{7:11}A/Ma1", "{7:11} Oak", "{7:11}E3", "{7:11}L/En2", "{7:11} set 3",
        "{7:11}C4 2nd", "KS3 {7:11}", "{7:11}SW",
    ),
    "room": (
        "room B{1:29}", "Room {1:29}", "B{1:29} 1st floor", "S{1:29}", "rm M{1:29}", "room E{1:29} lab",
        "Hall {1:4}",
        "room N{1:29} at", "L{1:29} old gym",
    ),
    "exam": (
        "AQA 8461/1H", "J560/0{1:4}", "GCSE 9AB", "Edexcel 1MA1 {1:4}F", "BTEC L{1:4} 2nd unit", "8700/{1:4}",
        "CAT4 9{1:4}", "R18{1:4}", "KS{1:4} SATs", "Paper 2 1H0{1:4}", "A1 paper", "P8 -0.{1:4}2",
        "A8 46.{1:4}",
        "EPQ L{1:4}", "C20{1:4}/04",
    ),
    "figure": (
        "{70:99}.{0:9}%", "{70:99}%", "{70:99} of 190 sessions", "{70:99}/380", "{1:9},2#0 words",
        "0.{70:99}#",
        "{7:9}00 merits", "SAS {70:99}",
    ),
    "upn": ("H8012000#####", "K9352########", "A80120######B", "N 8730 1234 ## 0##", "z801200001001"),
    "money": ("£1#.50", "£#,1#0", "#0p", "£1,5##.00", "GBP 2##", "£07.50"),
    "code": ("B", "D", "L", "N", "O", "U", "X", "Y1", "I02", "E", "C1", "C2", "/\\", "K"),
    "number": ("{2:40}",),
    "sen": (
        "SEN support", "an EHCP", "SEMH", "K code", "ASD and ADHD", "SLCN", "section F", "ELSA", "SaLT",
        "EBSA", "MLD",
    ),
    "name": ("Kai", "Leah", "Mr Day", "Miss Akhtar", "the SENCO", "Mum", "Dad", "nan"),
    "subject": ("maths", "English", "PE", "science", "art", "D&T", "history", "food"),
    "word": sorted(words("way walk place hill green row square park house court drive close")),
}  # fmt: skip
SENTENCES = """
{name} was late on {date} at {time}.
Attendance is {figure} since {date}, target {figure}
{class} have {subject} in {room} period {number}.
Moved from set {number} to {class} for {subject}
{year} trip costs {money}, paid {money} on {date}
UPN {upn}, {year}, {sen}
Coded {code} all week, {figure}
Takes bus {number} and walks {number} minutes
The {number} bus was late, in at {time}
{exam} on {date} at {time}
Aged {number}, in {year}, {sen}, attends {figure}
{name} sat {exam} in {room} with {number} others
Internal suspension {date} {time} to {time}
Detention in {room} on {date}; {name} told
{figure} {code} {figure}
{name} read {number} pages in {number} minutes
{class} {subject} {number} out of {number} in {exam}
Scored {number} {number} {number} {number} on the SDQ
{sen}: {number} hours of support, {money} a week
He is {number} and lives with {name}
Met {name} for {number} min, agreed {number} small steps.
{number} house points for {class}
Won {number} games in a row
{name} is {number} minutes walk from the gate
Register codes {code} {code} {code} {code} {code}
In {room} for {subject} {date}
sent to {room} at {time}
{number} children close to tears in {subject}
{year} assembly, hall, {time}-{time}
See {class} at {time}
Periods {number} and {number}: {exam}, mark {figure}
moved to {room} for {subject} at {time}
{year} {exam}
Half day on {date} {date} {date}
Reading age 9.{number}, spelling 8:{number}
P{number} {subject}, calm
Behaviour points {number}/{number}, C{number} on {date}
{name} earned {number} green cards in {subject}
Week {number} of 12; {figure} in lessons, code {code}
Call back at {time}
Parents evening {date} {time}
{number} in the {word}
{class} and {class} swap at {time}
Has {sen} since {year}
Unit {number} {exam}
he found his own {word} in {number} days and took his place
{number} more boys by the {word} in {time}
On a good {word} he does {number} tasks
Review in {number} weeks, {date}, {room}
{year} park trip {date}
I saw {name} near {room} at {time}
as of {date} {figure} across {number} weeks
went to {subject} at {time}
Dad came in at {time} and all {number} as well
Set {number} so {number} at most
To {number} by {date}
The school office rang {name} at {time}; the academy trust knows
{name} hopes for a place at a school with {subject}
Fresh start on {date} in {year}, {number} lessons a day to begin with
{name} likes the harbour, hawks and wrens' song
{number} + {number} = {number}
{number} x {number} at {time}
Sibling in {year} {class}, both {figure}
from {number} to {number} by {date}
Timetable A{number} B{number} A{number}
{class}, seat {code}{number}
Cover: {class} {room} {name} {time}
CP{number} meeting {date}
I'll see him in {code} block, desk {number}
"""
# Written by hand after the patterns, to see what they had not been written for.
NOTES = """
Kai arrived at 9.20 and went straight to B4 for registration.
Timetable clash P3 Tue wk B: moved from 9Y2 to 9Z1.
Read 3 chapters, 45 pages; reading age 10y 3m.
Scored 32/60 on 1H and 28/60 on 2H; 3H on 10 June.
AQA English Lit Paper 1 8702/1 13 May am.
Attendance: Aut 92.3, Spr 88.1, Sum 90.0.
In E1 during lunch with Mr Bell; out by 1.10.
Suspended 2 days 12-13 March, reintegration 14/3 8.40 in the meeting room.
Uniform grant £85 (invoice 00231977).
Order PO 4500012345 raised.
Invoice no. 0123456 paid by BACS.
LAC review 4.6.26, PEP due wk beg 8/6.
His target grade is a 5, working at 4+, predicted 5-.
N2 to N5 on the ladder; L3 consequence twice.
Detention S1, S2 and S3 missed.
C3 issued 2nd March, C4 4th March.
Mock results: Ma 4, En 5, Sc 4-4, Hi 3.
KS2 SATs: R 98, M 101, GPS 95.
Seating plan row 2 seat 4, next to the window.
Locker 0147, padlock code 4 3 1 9.
5 pupils were in the park at lunch.
The head of house spoke to 3 boys in Oak House.
2 nights in a row he slept at his nan's house.
A 15 minute walk to the bus stop.
Sits on row 3 of the green bus.
He has 6 brothers and sisters at home, 2 in Year 7.
Placed in 8 Green for form time.
House captain of Red House since Y7.
She plays the drums in the school band on Court Day.
On the M1 today, coach 40 minutes late; back 16:45.
The A38 was closed so the 37 bus did not run.
BTEC L2 1st year, E3 maths.
Cover in W3 2nd lesson.
Group H4 6th form mentors.
CAT4 mean 89 V 92 Q 88 NV 90 S 86.
SDQ total 22 (E 6 C 5 H 8 P 3) prosocial 4.
ELSA 6 x 30 min, Lego club Weds P5.
EHCP annual review due 01.09.26 for 2026-27.
UPN A801200104012 CTF imported 03/09/2025 07:58.
Unique learner number 9876543210 on the entry form.
Social worker's duty day is the 2nd.
Mum works nights, 10 til 6; dad picks up Mon, Wed.
Phoned at 0815, 0930, 1115 and 1420, no reply.
The first of 6 sessions went well; 5 to go.
He had £2.50 on his lunch card and 0.00 on Friday.
He asked "can I move to set 3?" and I said not now.
Trip to the zoo 12/06/26 £12.00 by 01/06/26, 0 owing.
Kai moved to the front in S7 for science.
Please see me in DT1 after school.
Y10 PE2 on the field, ref no 20260310.
Exam entry 1234 centre 98765.
Fire drill 2.05 to 2.15, all out in 3 min 10.
Homework club in the LRC till 16.15.
He went up 3 sub-levels: 3a to 4a.
Lates: 08:52, 08:55, 09:01, 08:49 (4 in 5 days).
One place was offered; two places remain.
First lane in the pool, second in the 50m.
They will court trouble if they sit near the drive.
He said the way home is long and the hill is steep.
The place at the table was for one.
Two ways to look at it: close the file or hold.
Thank you to Mrs Green, Mr Hill, Ms Park and Miss Lane.
Dr Close will do the assessment on 4 July.
The school day ends at 3; the academy trust meets at 6.
New primary and high schools were shown in assembly.
The harbour trip was full of hope.
Church on Sunday, park on Monday, town on Tuesday.
The community college prospectus was on the table.
He wants to be a vet and work with hawks.
Year 8 boys' football v. visitors 3-2.
Temperature 37.8, sent home at 11.
Weight 42kg, height 1.52m (nurse, 3 May).
Steps: 1. talk 2. plan 3. review.
In 5a he 1st wrote, in 5b he 2nd spoke.
The 0730 breakfast club has 12 places.
P1 En, P2 Ma, P3 Sc, P4 Hi, P5 PE.
Page 12 of 14 - see also 3.2 and 4.1.1.
He got 10 10 9 8 10 9 7 10 10 on spellings.
Red card 1, yellow cards 2, green 14.
Risk score L1 x S3 = 3.
B1 old rules apply; B2 law test on Tue.
Tutor time: 8L En3 9B.
She is in 11E1 in English and 11W2 in Welsh.
Ask Jo at reception, not at home. Info at school. Come at 10.
What3things did he enjoy?
Ht/wk 3: at most 1 hr.
Supply: £142.00/day x 3 = £426.00
VAT no 123 4567 89.
Reg 23 pupils, 7 absent, 2 late, 14 present.
Bell times: 8.45 9.00 10.00 11.00 11.20 12.20 13.10 14.10 15.10
Kai and Leah, N1 N1, are in the same S4 group.
Handed in 2 of 4; due 7th, 14th, 21st and 28th.
LS2 support in EN1 and MA2, 4th hour off.
EAL stage B, proficiency D, arrived in 2024 from Lagos.
The lift to B2 is out of order; use the stair by E1.
Score 0-0 at half time, 2-1 at the end.
Six to seven pupils, one to one, two or three times a week.
Zero tolerance of phones; one two three, eyes on me.
Bring 2 pens, 1 ruler, 3 books and 0 phones.
Nurse gave 5 ml at 12.05 and 2.5 ml at 4.
Level 2 first aid for 12 staff, £45 each, 01/09/2026 0900-1200.
Ofqual code 603/0815/6, entry 8300F.
Mean 4.6, SD 1.2, n = 38, p < 0.05
Form 10 Hill won the house cup; 9 Park came third.
Kai sat at the back of the drive-in hall with 6 or so friends.
His gran says the road to trust is long.
Street dance club is on Weds; lane swimming on Thurs.
She is the first in the terrace to go to university.
Mr Lane and Mrs Street swapped Y8 and Y9.
Contact 2 has parental responsibility, contact 3 has not.
Section 19 duty from day 6; s.19(1) cited; Sch 1 para 5.
The 2006 Regs reg 8(1)(b), as amended SI 2023/1234.
3 x B4L points, 2 x R2L, 1 x S2C
Rewards: 10R1 top with 412, then 10N2 with 398.
Wk A: M1 Ma, M2 En, T1 PE, T2 Sc, W1 Fr.
He ate 2 at break and 1 at lunch, as usual.
Transition days 6, 7 and 8 July; buddy is in 8T2.
Lost: black coat, size 12-13, label "KPM".
His timetable has 22 of 25 lessons, so 88% is on offer.
PP funding £1,455 pa; spent 340.00 on tutoring by 31.03.26
Sanction: 3 x L2, 1 x L3, 0 x L4 since half term
Kai T (9C) & Leah P (9D) fell out nr the canteen at 12.40
Booked S3 for the review on Thurs 12th, 2-3pm
Lesson obs: 10A2 Ma P4, 11B1 En P5
Science ISA in B3 on 4th; resit in B5 on 11th.
MFL: moved down from Fr1 to Fr3 in wk 6
PASS survey: self-regard 12, attitude to teachers 5, general work ethic 31
Wk beg 02/03: M 1, T 1, W 0, Th 1, F 1 = 4/5
He was in the isolation room for 2 periods, no work done.
Exclusion letter dated 03.02.2026, ref EX/2026/014
Statutory: s.51A EA 2002, reg 23 of the 2012 Regs
The CP conference is 15 days from the strategy meeting.
The panel sat at 9.30 and heard 7 cases, 2 deferred.
Bus pass no. 55 0138 applied 04/09/26, costs 1.70 each way
Her hair was in a green band on photo day; 5 complaints.
He ran 1500m in 5.42, came 2nd in the relay.
Learning Lab H2, 8.50-9.20, 5 sessions: 12/1 13/1 14/1 15/1 16/1
Set texts: Act 3 Sc 1 ll. 45-60; Act 5 Sc 2
Height 1.61, BP 110/70, inhaler x 2 puffs
Password reset for pupil 19kbell on 4/3.
Print code 4471, tray B2, 30 copies A4, 2 copies A3.
H/W: p12 q1-9, p14 ex 2B, due Tue 9B.
Tutor 11LS 2 reports missing; 10AL 1 late, 9BS 3 out.
Mum says he sleeps at 1am and gets up at 11.
Year 6 into 7: 180 places, 212 first preferences.
Room change: 7A N1 to N4, 7B N4 to N1
Spoke 1:1 with K at 1.15, calm, 7/10.
"Can I go home now?" x 5 between 10.15 and 10.40.
The trust board meets in the hall at the high school.
We walked by the river to the park and back, 40 min.
In court on the 5th, back in class on the 6th.
Close to home is better, she says, and a small school.
Way forward: 3 steps, 2 people, 1 plan
Free school meals 14.2%, EAL 31%, SEND K 18%, E 4%
ICT suite E2 1 till 2 every Weds
He scored 11, 12, 14 and 9 in 4 tests out of 20.
Supervised by SLT in W1 am, W2 pm
Cycle to work scheme form 2 of 3 returned
3rd strike, 2nd chance, 1st warning; 4th week of term.
"""


def harmless(seed: int, number: int) -> list[str]:
    """Draw so many sentences that tell no place, no two the same."""
    random, found = Random(seed), dict[str, None]()
    frames = SENTENCES.strip().splitlines()
    while len(found) < number:
        drawn = re.sub(r"\{([a-z]+)\}", lambda blank: random.choice(BLANKS[blank[1]]), random.choice(frames))
        found[_filled(random, drawn)] = None
    return list(found)


def notes() -> list[str]:
    return NOTES.strip().splitlines()


def _filled(random: Random, drawn: str) -> str:
    numbered = re.sub(r"\{(\d+):(\d+)\}", lambda span: str(random.randint(int(span[1]), int(span[2]))), drawn)
    return re.sub("#", lambda _: str(random.randint(0, 9)), numbered)
