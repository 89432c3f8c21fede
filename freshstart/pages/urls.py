"""Which address leads to which page?"""

from django.conf import settings
from django.urls import URLPattern, path
from django.views.generic import RedirectView

from freshstart.pages import (
    about,
    cases,
    changing,
    corrections,
    entering,
    families,
    laws,
    opening,
    papers,
    people,
    protocols,
    requests,
    steps,
    wordings,
    work,
)

CASE = "cases/<str:reference>"

urlpatterns: list[URLPattern] = [
    path("", RedirectView.as_view(pattern_name="work"), name="start"),
    path("help/", about.help_page, name="help"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("privacy/", about.privacy, name="privacy"),
    path("law/", laws.law, name="law"),
    path("law/changes/", laws.law_changes, name="law_changes"),
    path("protocols/", protocols.index, name="protocols"),
    path("protocols/<str:slug>/", protocols.protocol, name="protocol"),
    path("protocols/<str:slug>/put-in-force/", protocols.put_in_force, name="protocol_put_in_force"),
    path("protocols/<str:slug>/compare/", protocols.compare, name="protocol_compare"),
    path("protocols/<str:slug>/walk/", protocols.walk, name="protocol_walk"),
    path("work/", work.mine, name="work"),
    path("decide/<int:number>/", work.decide, name="decide"),
    path("work/waiting/", work.waiting, name="work_waiting"),
    path("cases/", cases.index, name="cases"),
    path("cases/find/", cases.find, name="cases_find"),
    path("cases/new/", opening.new, name="case_new"),
    path("cases/enter/", entering.enter, name="case_enter"),
    path("cases/enter/many/", entering.enter_many, name="cases_enter_many"),
    path("cases/enter/many/headings/", entering.headings, name="cases_headings"),
    path(f"{CASE}/wording/<str:question>/", wordings.wording, name="wording"),
    path(f"{CASE}/protocol/", changing.change, name="case_protocol"),
    path(f"{CASE}/", cases.overview, name="case"),
    path(f"{CASE}/plan/", cases.plan, name="case_plan"),
    path(f"{CASE}/attendance/", cases.attendance, name="case_attendance"),
    path(f"{CASE}/history/", cases.history, name="case_history"),
    path(f"{CASE}/print/", cases.meeting_print, name="case_print"),
    path(f"{CASE}/letters/", papers.letters, name="case_letters"),
    path(f"{CASE}/letters/<int:number>/", papers.letter, name="letter"),
    path(f"{CASE}/papers/", papers.index, name="case_papers"),
    path(f"{CASE}/papers/<int:number>/", papers.paper, name="paper"),
    path(f"{CASE}/papers/<int:number>/on-paper/<int:party>/", papers.on_paper, name="paper_on_paper"),
    path(f"{CASE}/people/", people.index, name="case_people"),
    path(f"{CASE}/people/add/", people.add, name="person_add"),
    path(f"{CASE}/people/<int:party>/send-link/", people.send_link, name="link_send"),
    path(f"{CASE}/people/<int:party>/close-link/", people.revoke_link, name="link_revoke"),
    path(f"{CASE}/people/<int:party>/answered/<str:question>/", people.on_paper, name="answer_on_paper"),
    path(f"{CASE}/lead/", people.lead, name="lead"),
    path(f"{CASE}/correct/", corrections.index, name="corrections"),
    path(f"{CASE}/correct/<str:kind>/", corrections.correct, name="correct"),
    path(f"{CASE}/steps/<str:step>/", steps.step, name="step"),
    path(f"{CASE}/steps/<str:step>/<str:occurrence>/", steps.step, name="step_on"),
    path("requests/<int:number>/", requests.request_for_place, name="request"),
    path("for-you/", families.home, name="for_you"),
    path("for-you/answer/<str:question>/", families.answer, name="family_answer"),
    path("for-you/papers/<int:number>/", families.paper, name="family_paper"),
    path("for-you/letters/<int:number>/", families.letter, name="family_letter"),
    path("for-you/leave/", families.leave, name="family_leave"),
    path("for-you/<str:token>/", families.door, name="door"),
]

if settings.DEMONSTRATION:
    from freshstart.pages import demonstrations

    urlpatterns += [
        path("demonstration/", demonstrations.people, name="demonstration"),
        path("demonstration/sign-in/", demonstrations.sign_in_as, name="sign_in_as"),
        path("demonstration/clock/", demonstrations.clock, name="clock"),
        path("outbox/", demonstrations.outbox, name="outbox"),
        path("outbox/<int:number>/", demonstrations.outbox_letter, name="outbox_letter"),
    ]
