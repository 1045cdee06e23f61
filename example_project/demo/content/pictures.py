"""The pictures of the demo, drawn by `demo/images/draw.py`."""

from demo.content.shapes import Image

IMAGES = {
    "kommunhuset": Image(
        file="kommunhuset.png",
        title="Kommunhuset i kvällsljus",
        alt="Teckning av ett ljust kommunhus med klocktorn vid ett torg, i kvällsljus framför blå berg.",
    ),
    "skolan": Image(
        file="skolan.png",
        title="Skolan vid björkbacken",
        alt="Teckning av en låg röd skolbyggnad med stora fönster bland björkar på en grön kulle.",
    ),
    "byn": Image(
        file="byn.png",
        title="Byn i vinterskymning",
        alt="Teckning av tre hus med upplysta fönster i snö, under en mörkblå himmel.",
    ),
    "alven": Image(
        file="alven.png",
        title="Älven och vindkraften",
        alt="Teckning av en älv som slingrar sig mellan skogsklädda berg, med tre vindkraftverk på krönet.",
    ),
    "kajen": Image(
        file="kajen.png",
        title="Nya hus vid kajen",
        alt="Teckning av fyra flerbostadshus i varma färger som speglas i stilla vatten.",
    ),
    "fjallet": Image(
        file="fjallet.png",
        title="Morgon över fjället",
        alt="Teckning av ett runt fjäll i gryningen med en stig som leder upp mot toppen.",
    ),
}
