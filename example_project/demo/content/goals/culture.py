"""Culture and leisure for more: investments as prose only, and no goal that continues it the year after."""

from datetime import date

from demo.content.municipality import PLACE
from demo.content.shapes import (
    Accomplishment,
    AccomplishmentsSection,
    Assignment,
    AssignmentsSection,
    Goal,
    InvestmentsSection,
    KeyFiguresSection,
)

GOAL_2025 = Goal(
    slug="kultur-och-fritid-for-fler",
    number="4",
    title="Mål: Kultur och fritid för fler",
    statement=f"I {PLACE} ska alla ha något att längta till, hela året och hela livet.",
    scope_line="Målet handlar om bibliotek, kulturskola, föreningsliv, idrott och friluftsliv.",
    level_label="KF-mål",
    focus_area="uppvaxt",
    image="fjallet",
    sdgs=(3, 4, 11),
    political_text="""\
Ett rikt fritidsliv är det många nämner först när de berättar varför de bor kvar. Föreningarna bär det mesta av arbetet, och \
kommunens uppgift är att göra det lättare för dem: enkla bidrag, öppna lokaler och en telefon som någon svarar i.

Alla barn ska kunna prova. Därför håller vi avgifterna i kulturskolan nere och bygger ut utlåningen av sportutrustning. Biblioteken \
är öppna för alla och ska fortsätta att vara det, även sådana dagar då personalen har gått hem.

Vi är ärliga med att lokalerna inte räcker till. Det drabbar framför allt unga i centralorten.""",
    sections=[
        AssignmentsSection(
            origin="council",
            items=[
                Assignment(
                    key="culture-youth-centre",
                    title="En ny mötesplats för unga ska öppnas i centralorten.",
                    lead="KFN",
                    responsible=("SBN",),
                    start_year=2024,
                    end_year=2025,
                    decision_reference="KF 2023-11-20 § 118",
                ),
                Assignment(
                    key="culture-equipment",
                    title="Fritidsbanken ska finnas i alla fyra serviceområden.",
                    responsible=("KFN",),
                    start_year=2025,
                    end_year=2025,
                    quantity_target="4",
                    quantity_unit="utlåningsställen",
                ),
            ],
        ),
        AssignmentsSection(
            origin="committee",
            items=[
                Assignment(
                    key="culture-grants",
                    title="Ersätta fem olika föreningsbidrag med ett.",
                    responsible=("KFN",),
                    start_year=2025,
                    end_year=2025,
                    decision_reference="KFN 2024-12-10 § 88",
                ),
            ],
        ),
        KeyFiguresSection(
            items=["biblioteksbesok", ("barn-i-forening", "Redovisas i ord tills sättet att räkna är gemensamt.")]
        ),
        InvestmentsSection(
            intro="""\
Nämnden har 3,2 miljoner kronor avsatta för inventarier till den nya mötesplatsen för unga. Eftersom en lämplig lokal saknas har \
pengarna inte kunnat användas under året.

Två lokaler har prövats. Den ena saknade utrymningsväg, den andra hyrdes ut till en annan verksamhet innan avtalet var klart. \
Nämnden begär att medlen förs över till 2026.""",
        ),
        AccomplishmentsSection(
            items=[
                Accomplishment(
                    key="culture-open-library",
                    text="Infört meröppet på biblioteken i Granmyra och Hällbo, alla dagar klockan 7–21.",
                    date=date(2025, 2, 17),
                    body="KFN",
                ),
                Accomplishment(
                    key="culture-trail",
                    text="Märkt om leden till Storkullen, så att den första delen kan användas med rullstol.",
                    date=date(2025, 6, 28),
                    link="https://www.ronnsele.example/storkullen",
                    image="fjallet",
                ),
                Accomplishment(
                    key="culture-grant-form",
                    text="Ersatt fem bidrag med ett. Ansökan tar nu ungefär tio minuter.",
                ),
            ],
        ),
    ],
)
