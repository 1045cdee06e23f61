"""Who is responsible for what in the municipality."""

from datetime import date

from demo.content.municipality import PLACE
from demo.content.shapes import Body, FocusArea

BODIES = [
    Body(code="KF", name="Kommunfullmäktige", name_en="Municipal Council", kind="council"),
    Body(code="KS", name="Kommunstyrelsen", name_en="Municipal Executive Board", kind="executive"),
    Body(
        code="BUN",
        name="Barn- och utbildningsnämnden",
        name_en="Children and Education Committee",
        kind="committee",
        url="https://www.ronnsele.example/barn-och-utbildningsnamnden",
    ),
    Body(
        code="OSN",
        name="Omsorgs- och socialnämnden",
        name_en="Care and Social Services Committee",
        kind="committee",
        valid_from=date(2023, 1, 1),
    ),
    Body(
        code="SN",
        name="Socialnämnden",
        name_en="Social Services Committee",
        kind="committee",
        valid_from=date(2007, 1, 1),
        valid_to=date(2022, 12, 31),
        replaced_by="OSN",
    ),
    Body(code="KFN", name="Kultur- och fritidsnämnden", name_en="Culture and Leisure Committee", kind="committee"),
    Body(code="SBN", name="Samhällsbyggnadsnämnden", name_en="Urban Development Committee", kind="committee"),
    Body(code="MBN", name="Miljö- och byggnämnden", name_en="Environment and Building Committee", kind="committee"),
    Body(
        code="GRN",
        name="Gemensamma räddningsnämnden",
        name_en="Joint Rescue Services Board",
        kind="board",
        valid_from=date(2015, 1, 1),
    ),
    Body(
        code="RBAB",
        name=f"{PLACE}bostäder AB",
        name_en=f"{PLACE} Housing Ltd",
        kind="company",
        url="https://www.ronnselebostader.example/",
    ),
    Body(
        code="REVAB",
        name=f"{PLACE} Energi och Vatten AB",
        name_en=f"{PLACE} Energy and Water Ltd",
        kind="company",
        url="https://www.ronnsele-energi.example/",
    ),
    Body(
        code="KLF",
        name="Kommunledningsförvaltningen",
        name_en="Municipal Executive Office",
        kind="administration",
    ),
    Body(code="KD", name="Kommundirektören", name_en="Chief Executive", kind="officer"),
    Body(code="FBR", name="Folkhälso- och trygghetsrådet", name_en="Public Health and Safety Council", kind="other"),
    Body(code="ALLA", name="Alla", name_en="All", kind="other", is_all=True),
]

FOCUS_AREAS = [
    FocusArea(key="demokrati", name="Demokrati och ledning"),
    FocusArea(key="uppvaxt", name="Uppväxt, lärande och kultur"),
    FocusArea(key="trygghet", name="Omsorg och trygghet"),
    FocusArea(key="plats", name="Plats, klimat och boende"),
    FocusArea(key="ekonomi", name="Arbete och ekonomi"),
]
