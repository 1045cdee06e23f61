"""An open and well-led municipality: the goal whose page has the classic five sections, one of them only a dash."""

from datetime import date

from demo.content.municipality import NAME, PLACE
from demo.content.shapes import (
    Accomplishment,
    AccomplishmentsSection,
    Assignment,
    AssignmentsSection,
    Goal,
    InvestmentsSection,
    KeyFiguresSection,
)

DIALOGUE = Assignment(
    key="steering-dialogue",
    title="Kommunstyrelsen ska, tillsammans med nämnderna, ta fram en gemensam modell för medborgardialog som beskriver när "
    "dialog ska hållas, hur invånarna får veta vad deras synpunkter ledde till och hur barn och unga kommer till tals.",
    description="Modellen ska prövas i minst två av kommunens ytterområden innan den beslutas.",
    lead="KS",
    responsible=("BUN", "KFN", "SBN"),
    start_year=2025,
    end_year=2026,
    decision_reference="KF 2024-11-18 § 121",
)
PLAIN_LANGUAGE = Assignment(
    key="steering-plain-language",
    title="Alla nämnder och bolag ska gå igenom sina tjugo mest skickade brev och beslut och skriva om dem på klarspråk.",
    responsible=("ALLA",),
    start_year=2025,
    end_year=2026,
    decision_reference="KF 2024-11-18 § 121",
    quantity_target="20",
    quantity_unit="brev och beslut per nämnd",
)
VISITS = Assignment(
    key="steering-visits",
    title="Presidiet ska besöka byaråd och föreningar runt om i kommunen.",
    responsible=("KF",),
    start_year=2025,
    end_year=2025,
    quantity_target="10",
    quantity_unit="besök",
)

GOAL_2025 = Goal(
    slug="kommunens-styrning-och-ledning",
    number="1",
    title="Mål: En öppen kommun som styr tillsammans",
    statement=f"{NAME} leds öppet och tillsammans, så att den som bor och verkar här kan förstå, påverka och lita på besluten.",
    scope_line="Målet handlar om demokrati, delaktighet, tillit och en hållbar styrning.",
    level_label="KF-mål",
    focus_area="demokrati",
    image="kommunhuset",
    sdgs=(10, 16),
    political_text=f"""\
{PLACE} är en kommun med korta avstånd mellan människor och långa avstånd mellan platser. Det präglar hur vi vill styra. \
Den som bor i Granmyra eller Björnvik ska ha samma möjlighet att följa ett ärende, ställa en fråga och få ett svar som den \
som bor ett kvarter från kommunhuset. Vi vill att besluten fattas så nära dem som berörs som det går, att handlingarna är \
skrivna så att de kan läsas av fler än dem som skrev dem, och att den som har bidragit med sin tid också får veta vad som \
hände sedan.

En god välfärd förutsätter en ekonomi som håller över tid. De beslut vi fattar i dag ska inte betalas av dem som är barn \
nu. Därför prioriterar vi mellan angelägna behov i stället för att skjuta upp valen, och vi följer upp att pengarna gör den \
nytta som var tänkt. Nämnderna har ansvar för sina ramar och stor frihet att avgöra hur målen nås. Det kräver att vi politiker \
är tydliga med vad vi vill uppnå, att vi inte beslutar om fler mål än vi klarar att följa och att vi litar på den kunskap som \
finns i verksamheterna.

Omvärlden har blivit mer osäker. Krig i vår närhet, ett förändrat klimat och snabba kast i ekonomin påverkar också en \
inlandskommun. Vi märker det när priset på mat och el stiger, när leveranser dröjer och när falska uppgifter sprids om hur \
samhället fungerar. En kommun som är van att samarbeta, som känner sina föreningar och företag och som berättar öppet även om \
det som inte går bra står starkare när något händer. Tillit byggs i vardagen, långt innan den behövs.

Vi är drygt tjugoen tusen invånare och vill bli fler. Det förutsätter bostäder, arbete och en skola att vara stolt över, men \
också att människor känner sig välkomna och behövda. Vi vill att de som flyttar hit ska möta en kommun som svarar snabbt, \
som säger ja när det är möjligt och som förklarar varför när det inte är det. Det gäller den som vill bygga ett hus, starta \
ett företag, ordna en fest på torget eller bara få veta när snön blir skottad på den egna gatan.

Demokratin är aldrig färdig. Valdeltagandet skiljer sig fortfarande mellan våra valdistrikt, och den som är ung syns sällan i \
de rum där besluten fattas. Under mandatperioden ska vi pröva nya sätt att mötas, både digitalt och i bygdegårdar, \
ungdomsgårdar och fikarum. Fullmäktiges möten ska bli lättare att följa. Samspelet mellan förtroendevalda, tjänstepersoner och \
invånare ska utgå från respekt för varandras roller, och barns och ungas synpunkter ska väga tungt i frågor som rör deras \
framtid.""",
    sections=[
        AssignmentsSection(
            heading="Uppdrag från fullmäktige 2025",
            origin="council",
            items=[
                DIALOGUE,
                PLAIN_LANGUAGE,
                VISITS,
                Assignment(
                    key="steering-governance",
                    title="Kommundirektören ska lämna förslag till en enklare styrmodell med färre mål och en samlad "
                    "uppföljning tre gånger om året.",
                    responsible=("KD",),
                    start_year=2024,
                    end_year=2025,
                    decision_reference="KF 2024-05-27 § 58",
                ),
                Assignment(
                    key="steering-captions",
                    title="Fullmäktiges sammanträden ska textas direkt.",
                    start_year=2025,
                    end_year=2025,
                ),
            ],
        ),
        AssignmentsSection(
            heading="Nämndernas egna uppdrag 2025",
            origin="committee",
            items=[
                Assignment(
                    key="steering-youth-council",
                    title="Inrätta ett ungdomsforum som träffar kultur- och fritidsnämnden och barn- och utbildningsnämnden "
                    "två gånger per termin.",
                    responsible=("KFN", "BUN"),
                    start_year=2025,
                    end_year=2025,
                    decision_reference="KFN 2024-12-10 § 87",
                ),
                Assignment(
                    key="steering-data",
                    title="Publicera nämndens mest efterfrågade uppgifter som öppna data.",
                    responsible=("SBN",),
                    start_year=2025,
                    end_year=2026,
                ),
            ],
        ),
        KeyFiguresSection(
            heading="Nyckeltal 2025",
            items=[
                "invanare",
                ("svar-epost", "Målet gäller alla förvaltningar och bolagens kundtjänst."),
                "fortroende",
                "valdeltagande",
                "intern-kontroll",
            ],
        ),
        InvestmentsSection(heading="Investeringar 2025", intro="-"),
        AccomplishmentsSection(
            heading="För att nå målet har vi bland annat:",
            items=[
                Accomplishment(
                    key="steering-village-evenings",
                    text="Hållit byakvällar i Granmyra, Björnvik och Hällbo. Sammanlagt kom 214 personer, och frågorna med svar "
                    "finns samlade på webbplatsen.",
                    date=date(2025, 4, 24),
                    link="https://www.ronnsele.example/byakvallar",
                    body="KS",
                ),
                Accomplishment(
                    key="steering-contact-centre",
                    text="Öppnat kontaktcenter på lördagar i biblioteket.",
                    date=date(2025, 9, 6),
                    body="KLF",
                ),
                Accomplishment(
                    key="steering-letters",
                    text="Skrivit om 143 brev och beslut på klarspråk, bland annat alla beslut om förskoleplats och hemtjänst.",
                    date=date(2025, 11, 28),
                ),
                Accomplishment(
                    key="steering-council-broadcast",
                    text="Börjat sända fullmäktiges möten med direkttextning.",
                    image="kommunhuset",
                    body="KF",
                ),
            ],
        ),
    ],
)

GOAL_2026 = Goal(
    slug="en-oppen-kommun",
    number="1",
    title="Mål: En öppen kommun som styr tillsammans",
    statement=f"{NAME} leds öppet och tillsammans. Den som bor och verkar här ska kunna förstå, påverka och lita på besluten.",
    scope_line="Målet handlar om demokrati, delaktighet och tillit.",
    level_label="KF-mål",
    focus_area="demokrati",
    image="kommunhuset",
    previous_goal="kommunens-styrning-och-ledning",
    sdgs=(10, 16),
    political_text=f"""\
Under 2025 prövade vi att flytta samtalen närmare människor. Byakvällarna visade att intresset finns, och att de flesta som \
kommer vill prata om det allra närmaste: vägen, skolan, bussen och bredbandet. Det tar vi med oss. År 2026 är ett valår, och \
då är det särskilt viktigt att {PLACE} är en kommun där det är lätt att ta reda på vad som har beslutats och varför.

Vi fortsätter att förenkla styrningen. Målen är färre och följs upp tre gånger om året på ett och samma ställe, öppet för \
alla. Den som vill granska oss ska inte behöva leta i sju olika dokument, och den som arbetar i kommunen ska känna igen sitt \
eget uppdrag i målen.

Vi vill också att fler unga deltar. Ungdomsforum blir permanent och får en egen budget att besluta om.""",
    sections=[
        AssignmentsSection(
            origin="council",
            items=[
                DIALOGUE,
                PLAIN_LANGUAGE,
                Assignment(
                    key="steering-election",
                    title="Kommunfullmäktige ska genomföra informationsinsatser inför valet i de tre valdistrikt där "
                    "valdeltagandet var lägst 2022.",
                    lead="KF",
                    responsible=("KFN",),
                    start_year=2026,
                    end_year=2026,
                    decision_reference="KF 2025-11-17 § 133",
                ),
            ],
        ),
        AssignmentsSection(
            origin="committee",
            items=[
                Assignment(
                    key="steering-data",
                    title="Publicera nämndens mest efterfrågade uppgifter som öppna data.",
                    responsible=("SBN",),
                    start_year=2025,
                    end_year=2026,
                ),
                Assignment(
                    key="steering-youth-budget",
                    title="Låta ungdomsforum besluta om 250 000 kronor till aktiviteter för unga.",
                    responsible=("KFN",),
                    start_year=2026,
                    end_year=2026,
                    decision_reference="KFN 2025-10-14 § 71",
                ),
            ],
        ),
        KeyFiguresSection(
            items=["invanare", "svar-epost", "fortroende", "valdeltagande", "intern-kontroll", "information-betyg"]
        ),
        InvestmentsSection(),
        AccomplishmentsSection(
            items=[
                Accomplishment(
                    key="steering-follow-up",
                    text="Samlat alla mål, uppdrag och nyckeltal på en plats på webben.",
                    date=date(2026, 1, 15),
                    body="KLF",
                ),
            ],
        ),
    ],
)
