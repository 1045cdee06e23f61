"""Good financial management: the financial goal, without number."""

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

REVIEW = Assignment(
    key="finance-review",
    title="Alla nämnder och bolag ska gå igenom sina avtal och redovisa minst tre som kan sägas upp, samordnas eller förhandlas om.",
    responsible=("ALLA",),
    start_year=2025,
    end_year=2026,
    decision_reference="KF 2024-11-18 § 122",
    quantity_target="3",
    quantity_unit="avtal per nämnd eller bolag",
)

GOAL_2025 = Goal(
    slug="god-ekonomisk-hushallning",
    title="Finansiellt mål: En ekonomi som håller över tid",
    statement=f"{NAME} ska ha ett resultat på 1–2 procent av skatteintäkter och generella statsbidrag, sett över tre år.",
    level_label="Finansiellt mål",
    kind="financial",
    focus_area="ekonomi",
    sdgs=(8,),
    political_text="""\
God ekonomisk hushållning betyder att varje generation betalar för den välfärd den använder. Efter två år med svaga resultat är \
kommunen på väg tillbaka till en nivå som gör att vi kan betala en större del av investeringarna med egna pengar.

Resultatmålet är ett spann. Ett högre resultat än två procent ska inte eftersträvas så länge behoven i skola och omsorg är större \
än resurserna.""",
    sections=[
        AssignmentsSection(origin="council", items=[REVIEW]),
        KeyFiguresSection(items=["resultat-andel", "soliditet", "nettoinvesteringar"]),
        InvestmentsSection(empty_text="Investeringarna redovisas under de mål som de hör till."),
        AccomplishmentsSection(
            items=[
                Accomplishment(
                    key="finance-contracts",
                    text="Sagt upp eller förhandlat om 19 avtal, vilket sänker kostnaderna med 4,1 miljoner kronor per år.",
                    date=date(2025, 10, 31),
                    body="ALLA",
                ),
            ],
        ),
        TextSection(
            heading="Så förhåller sig målet till kommunallagen",
            text="Kommunallagen kräver finansiella mål som är av betydelse för god ekonomisk hushållning. Målet utvärderas i "
            "delårsrapporten och i årsredovisningen.",
        ),
    ],
)

GOAL_2026 = Goal(
    slug="god-ekonomisk-hushallning",
    title="Finansiellt mål: En ekonomi som håller över tid",
    statement=f"{NAME} ska ha ett resultat på 1–2 procent av skatteintäkter och generella statsbidrag, sett över tre år, och "
    "soliditeten ska inte sjunka.",
    level_label="Finansiellt mål",
    kind="financial",
    focus_area="ekonomi",
    previous_goal="god-ekonomisk-hushallning",
    sdgs=(8,),
    political_text="""\
Resultatet är åter inom spannet. När Björkskolan och Tallgläntan är färdiga sjunker investeringarna till en nivå som kommunen kan \
betala själv. Fram till dess får soliditeten inte minska.""",
    sections=[
        AssignmentsSection(
            origin="council",
            items=[
                REVIEW,
                Assignment(
                    key="finance-forecast",
                    title="Kommunstyrelsen ska visa hur befolkningens förändrade ålder påverkar nämndernas kostnader till 2040.",
                    responsible=("KS", "KLF"),
                    start_year=2026,
                    end_year=2026,
                    decision_reference="KF 2025-11-17 § 134",
                ),
            ],
        ),
        KeyFiguresSection(items=["resultat-andel", "soliditet", "nettoinvesteringar"]),
        AccomplishmentsSection(),
    ],
)
