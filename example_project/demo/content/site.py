"""The home page and the news."""

from datetime import date

from demo.content.municipality import NAME, NAME_EN, PLACE
from demo.content.shapes import Home, News

HOME = Home(
    slug="hem",
    title=f"Välkommen till {NAME}",
    introduction="Vid älvens lugna vatten, mellan myr och lågfjäll, bor drygt tjugoen tusen människor i en kommun stor som ett "
    "litet land.",
    image="fjallet",
    body=f"""\
## Det här vill vi uppnå

Varje år beslutar kommunfullmäktige om mål för kommunen. Under Mål och budget kan du läsa målen, se vilka uppdrag nämnder och bolag \
har fått och följa hur det går.

## Var med och påverka

* Kom på en byakväll och ställ dina frågor direkt till politikerna.
* Lämna en synpunkt till kontaktcenter, på webben, per telefon eller på biblioteket.
* Följ fullmäktiges möten. De sänds med text och är öppna för alla.

## Om {PLACE}

Kommunen har fått sitt namn efter rönnarna vid selet, den breda och stilla delen av älven där färjan förr gick över. I dag är det skog, \
vattenkraft, livsmedel och besöksnäring som sysselsätter flest, tillsammans med vården och skolan.""",
)

HOME_EN = Home(
    slug="home",
    title=f"Welcome to {NAME_EN}",
    introduction="By the calm water of the river, between mires and low mountains, live just over twenty-one thousand people.",
    image="fjallet",
    body="""\
## What we want to achieve

Every year the Municipal Council adopts goals. Under Goals and budget you can read one of them in English; the others are in Swedish.""",
)

NEWS_INDEX_SLUG = "nyheter"
NEWS_INDEX_TITLE = "Nyheter"
NEWS_INDEX_INTRODUCTION = "Det senaste från kommunen."

NEWS = [
    News(
        slug="malen-for-2026-ar-beslutade",
        title="Målen för 2026 är beslutade",
        date=date(2025, 11, 18),
        introduction="Kommunfullmäktige har beslutat om åtta mål för nästa år. Beredskap blir ett eget mål, och klimatmålet tidigareläggs.",
        body="""\
Fullmäktige fattade beslutet på måndagskvällen efter en lång debatt. Sju mål fortsätter från 2025 och ett är nytt.

Det nya målet, Redo tillsammans, innebär bland annat att 23 byar får en trygghetspunkt med reservkraft. Målet om klimatneutralitet \
flyttas fram från 2035 till 2032.

Alla mål, uppdrag och nyckeltal finns samlade under Mål och budget 2026.""",
    ),
    News(
        slug="inflyttning-pa-sagverkskajen",
        title="Nu flyttar de första in på Sågverkskajen",
        date=date(2025, 11, 14),
        introduction="På fredagen fick 48 hushåll nycklarna till sina nya hem vid vattnet.",
        body="""\
Där timret förr lastades finns nu fyra hus med hyresrätter och bostadsrätter. Gator och gångvägar är klara, medan parken längst ut \
på kajen planteras till våren.

Den andra etappen påbörjas tidigast 2027.""",
    ),
    News(
        slug="byakvallarna-fortsatter",
        title="Byakvällarna fortsätter",
        date=date(2026, 1, 20),
        introduction="Efter fjolårets möten i Granmyra, Björnvik och Hällbo är det dags för tre nya byar.",
        body="""\
I vår träffar kommunstyrelsen invånare i Lomträsk, Sörnäset och Västra Tjälen. Kvällarna börjar med soppa klockan 17.30 och \
avslutas med frågor.

* Lomträsk bygdegård, 11 februari
* Sörnäset, gamla skolan, 4 mars
* Västra Tjälens bystuga, 25 mars

Ingen anmälan behövs.""",
    ),
]
