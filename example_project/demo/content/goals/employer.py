"""A workplace to stay at: a sub-goal without number in the first year."""

from datetime import date

from demo.content.municipality import NAME
from demo.content.shapes import (
    Accomplishment,
    AccomplishmentsSection,
    Assignment,
    AssignmentsSection,
    Goal,
    InvestmentsSection,
    KeyFiguresSection,
    TextSection,
)

SCHEDULES = Assignment(
    key="employer-schedules",
    title="Samtliga nämnder med verksamhet dygnet runt ska införa scheman som ger minst elva timmars sammanhängande vila och "
    "som medarbetarna har varit med om att lägga.",
    lead="OSN",
    responsible=("BUN", "GRN"),
    start_year=2025,
    end_year=2026,
    decision_reference="KS 2024-10-08 § 164",
)

GOAL_2025 = Goal(
    slug="en-arbetsplats-att-stanna-pa",
    title="Delmål: En arbetsplats att stanna på",
    statement=f"{NAME} är en arbetsgivare där människor vill börja, växa och stanna.",
    level_label="Delmål",
    focus_area="demokrati",
    parent_goal="kommunens-styrning-och-ledning",
    sdgs=(3, 5, 8),
    political_text="""\
Välfärd görs av människor. De närmaste tio åren går var fjärde medarbetare i pension, samtidigt som allt färre är i arbetsför \
ålder. Vi behöver bli bättre på att behålla dem som redan har valt oss. Det viktigaste är ett ledarskap som finns på plats: en \
chef med rimligt många medarbetare, tid för samtal och mandat att lösa problem där de uppstår.

Heltid ska vara det vanliga och deltid en möjlighet. Arbetet för friska arbetsplatser ska vara lika självklart i hemtjänsten \
som på kommunledningskontoret, och skillnaden i sjukfrånvaro mellan kvinnor och män ska minska.""",
    sections=[
        AssignmentsSection(
            origin="executive",
            heading="Uppdrag från kommunstyrelsen 2025",
            items=[
                SCHEDULES,
                Assignment(
                    key="employer-managers",
                    title="Ingen chef ska ha fler än 30 direkt underställda medarbetare.",
                    description="Uppdraget genomförs inom ram. Nämnderna redovisar antalet medarbetare per chef den 1 mars och "
                    "den 1 oktober.",
                    responsible=("ALLA",),
                    start_year=2025,
                    end_year=2027,
                    quantity_target="30",
                    quantity_unit="medarbetare per chef, högst",
                ),
            ],
        ),
        KeyFiguresSection(items=["sjukfranvaro", "medarbetarengagemang", "heltid"]),
        AccomplishmentsSection(
            items=[
                Accomplishment(
                    key="employer-mentors",
                    text="Startat ett mentorsprogram för nya undersköterskor, med 34 deltagare det första året.",
                    date=date(2025, 3, 3),
                    body="OSN",
                ),
                Accomplishment(
                    key="employer-pool",
                    text="Infört en gemensam bemanningspool som gör det möjligt att gå upp i arbetstid utan delade turer.",
                    body="KLF",
                ),
            ],
        ),
        TextSection(
            heading="Så räknar vi sjukfrånvaron",
            text="Sjukfrånvaron räknas som andel av den ordinarie arbetstiden för alla anställda, oavsett anställningsform.\n\n"
            "* Korttidsfrånvaro är frånvaro till och med dag 14.\n"
            "* Långtidsfrånvaro är frånvaro från och med dag 60.\n"
            "* Redovisningen omfattar inte kommunens bolag.",
        ),
    ],
)

GOAL_2026 = Goal(
    slug="en-arbetsplats-att-stanna-pa",
    number="7",
    title="Mål: En arbetsplats att stanna på",
    statement=f"{NAME} är en arbetsgivare där människor vill börja, växa och stanna.",
    scope_line="Målet handlar om arbetsmiljö, ledarskap och heltid.",
    level_label="KF-mål",
    focus_area="demokrati",
    previous_goal="en-arbetsplats-att-stanna-pa",
    sdgs=(3, 5, 8),
    political_text="""\
Sjukfrånvaron sjunker för tredje året i rad och fler arbetar heltid. Nu lyfter vi delmålet till ett av fullmäktiges egna mål, \
eftersom kompetensförsörjningen avgör vad vi klarar på alla andra områden.

Under året prövar vi kortare vägar in: fler språkpraktikplatser, betald utbildning på arbetstid och en garanterad intervju för \
den som har gjort sin praktik hos oss.""",
    sections=[
        AssignmentsSection(
            origin="council",
            items=[
                SCHEDULES,
                Assignment(
                    key="employer-managers",
                    title="Ingen chef ska ha fler än 30 direkt underställda medarbetare.",
                    responsible=("ALLA",),
                    start_year=2025,
                    end_year=2027,
                    decision_reference="KF 2025-11-17 § 133",
                    quantity_target="30",
                    quantity_unit="medarbetare per chef, högst",
                ),
                Assignment(
                    key="employer-interview",
                    title="Den som har gjort praktik i kommunen och söker ett ledigt arbete ska alltid få komma på intervju.",
                    responsible=("KD",),
                    start_year=2026,
                ),
            ],
        ),
        AssignmentsSection(origin="committee", empty_text="Nämnderna har inte beslutat om egna uppdrag för målet."),
        KeyFiguresSection(
            items=[
                ("sjukfranvaro", "Målvärdet skärps från 6,5 till 6,0 procent."),
                "medarbetarengagemang",
                "heltid",
            ]
        ),
        InvestmentsSection(),
        AccomplishmentsSection(),
    ],
)
