"""Care close to people: a goal whose own value is missing while the nation has one."""

from datetime import date

from demo.content.municipality import PLACE
from demo.content.shapes import (
    Accomplishment,
    AccomplishmentsSection,
    Amount,
    Assignment,
    AssignmentsSection,
    Goal,
    Investment,
    InvestmentsSection,
    KeyFiguresSection,
)

TEAMS = Assignment(
    key="care-teams",
    title="Hemtjänsten ska arbeta i små grupper med högst tolv medarbetare, så att den som får hjälp möter samma människor.",
    responsible=("OSN",),
    start_year=2024,
    end_year=2025,
    decision_reference="KF 2023-11-20 § 118",
    quantity_target="12",
    quantity_unit="medarbetare per grupp, högst",
)
LOCAL_CARE = Assignment(
    key="care-local",
    title="Omsorgs- och socialnämnden ska tillsammans med regionen teckna en överenskommelse om god och nära vård som gör det "
    "tydligt vem som ansvarar när en person med stora behov kommer hem från sjukhuset.",
    lead="OSN",
    responsible=("KS",),
    start_year=2025,
    end_year=2026,
    decision_reference="KF 2024-11-18 § 121",
)

GOAL_2025 = Goal(
    slug="trygg-omsorg-hela-livet",
    number="3",
    title="Mål: Trygg omsorg hela livet",
    statement=f"Den som behöver stöd i {PLACE} ska få det i tid, med respekt och av människor man känner igen.",
    scope_line="Målet handlar om äldreomsorg, funktionsstöd och individ- och familjeomsorg.",
    level_label="KF-mål",
    focus_area="trygghet",
    image="byn",
    sdgs=(1, 3, 10),
    political_text="""\
Antalet invånare över 85 år ökar med en tredjedel till 2032. De flesta är friskare än tidigare generationer, men fler kommer att \
behöva hjälp samtidigt. Omsorgen ska vara byggd kring den som behöver den. Kontinuitet är inte en fråga om scheman utan om \
trygghet: att den som kommer in genom dörren vet var kaffekoppen står.

Den nya socialtjänstlagen ger oss möjlighet att hjälpa till tidigare och enklare. Det tar vi vara på, särskilt för barn och \
familjer. Ett tidigt samtal är bättre än en sen utredning.""",
    sections=[
        AssignmentsSection(origin="council", items=[TEAMS, LOCAL_CARE]),
        AssignmentsSection(
            origin="committee",
            items=[
                Assignment(
                    key="care-relatives",
                    title="Öppna en mötesplats för anhöriga i vart och ett av kommunens fyra serviceområden.",
                    responsible=("OSN",),
                    start_year=2025,
                    end_year=2026,
                    quantity_target="4",
                    quantity_unit="mötesplatser",
                    decision_reference="OSN 2024-12-04 § 152",
                ),
                Assignment(
                    key="care-predecessor",
                    title="Avsluta uppdraget om gemensam värdegrund från den tidigare socialnämnden.",
                    responsible=("SN",),
                    start_year=2021,
                    end_year=2025,
                ),
            ],
        ),
        KeyFiguresSection(
            intro="Nyckeltalen följer kvaliteten i äldreomsorgen. Resultatet av 2025 års brukarundersökning saknas ännu för kommunen.",
            items=["hemtjanst-helhet", "personalkontinuitet", "vantetid-sarskilt-boende", "ej-verkstallda-beslut"],
        ),
        InvestmentsSection(
            unit="tkr",
            items=[
                Investment(
                    key="care-home",
                    name="Särskilt boende Tallgläntan, 40 platser",
                    category="new",
                    lead="RBAB",
                    responsible=("OSN",),
                    amounts=(
                        Amount(year_from=2025, budget="18500", outcome="17942.5"),
                        Amount(year_from=2026, year_to=2027, budget="96000"),
                        Amount(year_from=2026, flow="income", budget="12400"),
                    ),
                    total_budget="114500",
                    planned_start="2025",
                    planned_ready="2027",
                ),
                Investment(
                    key="care-locks",
                    name="Digitala lås och larm i hemtjänsten",
                    category="other",
                    responsible=("OSN",),
                    amounts=(Amount(year_from=2025, budget="2150", outcome="2150", deviation="0"),),
                ),
            ],
        ),
        AccomplishmentsSection(
            items=[
                Accomplishment(
                    key="care-decisions",
                    text="Verkställt samtliga beslut inom tre månader, för första gången sedan mätningarna började.",
                    date=date(2025, 12, 31),
                    body="OSN",
                ),
                Accomplishment(
                    key="care-family",
                    text="Öppnat Familjens hus med öppen förskola, barnmorska och föräldrarådgivning under samma tak.",
                    date=date(2025, 5, 15),
                    link="https://www.ronnsele.example/familjens-hus",
                    image="byn",
                ),
            ],
        ),
    ],
)

GOAL_2026 = Goal(
    slug="nara-omsorg-hela-livet",
    number="3",
    title="Mål: Nära omsorg hela livet",
    statement=f"Den som behöver stöd i {PLACE} ska få det i tid, nära hemmet och av människor man känner igen.",
    scope_line="Målet handlar om äldreomsorg, funktionsstöd och individ- och familjeomsorg.",
    level_label="KF-mål",
    focus_area="trygghet",
    image="byn",
    previous_goal="trygg-omsorg-hela-livet",
    sdgs=(1, 3, 10),
    political_text="""\
Målet har fått ett nytt namn. Vi vill markera att omsorgen ska finnas nära, också för den som bor långt från centralorten. \
Hemtjänstens små grupper har gjort att många av våra äldre möter färre nya ansikten, och arbetssättet blir nu det vanliga.

Byggstarten för Tallgläntan innebär att väntetiderna till särskilt boende kan fortsätta att minska. Fram till inflyttningen \
prövar vi fler trygghetsplatser för dem som bor hemma.""",
    sections=[
        AssignmentsSection(
            origin="council",
            items=[
                LOCAL_CARE,
                Assignment(
                    key="care-safe-places",
                    title="Det ska finnas trygghetsplatser för kortare vistelser i alla fyra serviceområden.",
                    responsible=("OSN", "RBAB"),
                    start_year=2026,
                    end_year=2027,
                    quantity_target="4",
                    quantity_unit="serviceområden",
                    decision_reference="KF 2025-11-17 § 133",
                ),
            ],
        ),
        AssignmentsSection(
            origin="committee",
            items=[
                Assignment(
                    key="care-relatives",
                    title="Öppna en mötesplats för anhöriga i vart och ett av kommunens fyra serviceområden.",
                    responsible=("OSN",),
                    start_year=2025,
                    end_year=2026,
                    quantity_target="4",
                    quantity_unit="mötesplatser",
                    decision_reference="OSN 2024-12-04 § 152",
                ),
            ],
        ),
        KeyFiguresSection(
            items=["hemtjanst-helhet", "personalkontinuitet", "vantetid-sarskilt-boende", "ej-verkstallda-beslut"]
        ),
        InvestmentsSection(
            unit="tkr",
            items=[
                Investment(
                    key="care-home",
                    name="Särskilt boende Tallgläntan, 40 platser",
                    category="new",
                    lead="RBAB",
                    responsible=("OSN",),
                    amounts=(
                        Amount(year_from=2026, year_to=2027, budget="101500"),
                        Amount(year_from=2026, flow="income", budget="12400"),
                    ),
                    total_budget="120000",
                    planned_start="2025",
                    planned_ready="2027",
                ),
            ],
        ),
        AccomplishmentsSection(),
    ],
)
