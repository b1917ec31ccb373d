"""A made-up briefing for layout tests (示範): its figures are not statistics."""

from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO

from difang.documents import (
    Blank,
    Briefing,
    Cell,
    Chart,
    Columns,
    FigureNumber,
    Footnote,
    Paragraph,
    Run,
    Slide,
    Source,
    Table,
)
from difang.text import Text

RELEASE = "20260101-0123456789ab"


@cache
def png(width: int, height: int) -> bytes:
    """Return a picture of seven green bars."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (width, height), "#FBFAF6")
    draw = ImageDraw.Draw(image)
    step = width / 7
    for index in range(7):
        top = height * (0.15 + 0.1 * index)
        draw.rectangle((index * step + 8, top, (index + 1) * step - 8, height - 4), fill="#2F6B4F")
    draw.line((0, height - 3, width, height - 3), fill="#1D2B2A", width=3)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def chart(aspect: float = 1.6, caption: str = "示範圖，人／年") -> Chart:
    """Return a sample chart, its SVG with Chinese labels."""
    width, height = 480, round(480 / aspect)
    bars = "".join(
        f'<rect x="{i * 68 + 8}" y="{height * (0.15 + 0.1 * i):.0f}" width="52" '
        f'height="{height * (0.85 - 0.1 * i) - 24:.0f}" fill="#2F6B4F"/>'
        f'<text x="{i * 68 + 34}" y="{height - 6}" text-anchor="middle" font-size="13">{2019 + i}</text>'
        for i in range(7)
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="Noto Sans TC, Noto Sans CJK TC">{bars}</svg>'
    )
    return Chart(svg, png(960, round(960 / aspect)), "示範長條圖：七年逐年下降", aspect, caption, note=1)


def footnotes(count: int) -> tuple[Footnote, ...]:
    """Return `count` sample footnotes."""
    return tuple(
        Footnote(
            n,
            f"示範機關第{n}號統計，2025 年；推算值",
            f"/r/{RELEASE}/figures/sample.figure{n}?place=10008020&period=2025",
            f"{n},234 人",
            f"示範機關，《第{n}號統計》，2025，版本 {RELEASE}",
        )
        for n in range(1, count + 1)
    )


def kpi_table() -> Table:
    """Return a table with blanks and a marked row."""
    rows = (
        (
            Cell("社會增減", bold=True),
            Cell("−1,115 人\n2025", 1),
            Cell("0 以上", bold=True),
            Cell("戶政月報"),
        ),
        (Cell("出生數", bold=True), Cell("1,296 人\n2025", 2), Cell(blank=True), Cell("戶政月報")),
        (
            Cell("20–39 歲人口", bold=True),
            Cell("21,000 人\n2019-10", 3),
            Cell(blank=True),
            Cell("基期過舊，須更新"),
        ),
        (
            Cell("在地加工銷售額", bold=True),
            Cell("無基期", blank=True),
            Cell(blank=True),
            Cell("農會與合作社帳冊"),
        ),
    )
    return Table(("KPI", "基期", "2030 目標", "證明來源"), rows, ("left", "right", "right", "left"))


def long_table(rows: int = 34) -> Table:
    """Return a table that needs several slides."""
    body = tuple(
        (
            Cell(f"示範鄉{index}", bold=index == 5),
            Cell(f"{index * 1234:,}"),
            Cell(f"−{index}.5%"),
            Cell(
                "這一欄放得下較長的說明，遇到行寬不足時自動換行，而且不會超出格子"
                if index % 3 == 0
                else "說明"
            ),
        )
        for index in range(1, rows + 1)
    )
    return Table(
        ("鄉鎮", "人口", "變化", "說明"),
        body,
        ("left", "right", "right", "left"),
        caption="示範表：三十四個鄉鎮",
        note="示範數字，不是統計。",
        mark=frozenset({4}),
    )


def slides() -> tuple[Slide, ...]:
    """Return slides that try every block, and every excess."""
    three = Columns(
        (
            (FigureNumber("86%", "示範作物面積在本地（617／715 公頃）", 1),),
            (FigureNumber("18.9%", "商號是住宿餐飲業，示範全國為 11.1%", 2),),
            (FigureNumber("1,087 床", "示範三鄉合計只有 42 床", 3),),
        )
    )
    words = "示範文字：" + "這一段說明地方的條件、人的想法與下一步，長度足以換行。" * 4
    return (
        Slide(1, "示範：十公頃田地，近九公頃在本地", (chart(4.5, "一格 10 公頃"), three),
              footnotes=footnotes(3), title_note=1),
        Slide(1, "示範：" + "標題很長的時候字級逐步縮小，最多兩行，再長就收在內文裡，" * 4,
              (Paragraph((Run(words),)), Paragraph((Run("二十個註腳", bold=True),
               *(Run("，數字", note=n) for n in range(1, 21))))),
              footnotes=footnotes(20)),
        Slide(2, "示範：誰在場，誰還沒說話", (
            Columns(((Blank("誰會因為這個計畫受益？誰會受影響？", 3, "受益與受影響者"),),
                     (Blank("哪些團體還沒有參與？何時邀請？", 3, "還沒參與的人"),))),
            Blank("公所、農會、學校、返鄉青年各自的立場", 2),
        ), "人說的話不能由統計代填"),
        Slide(3, "示範：願景要由居民寫下", (Paragraph((Run(words),), "lede"), Paragraph((Run(words),), "muted"),
              Blank("一句話的願景", 1))),
        Slide(4, "示範：三十四個鄉鎮放在一張長表裡", (long_table(),), "表格自動分頁，表頭重複", footnotes(2)),
        Slide(5, "示範：四項需求，經費先找四個機關", (
            Columns(((chart(1.2),), (kpi_table(), Paragraph((Run("需求項目為示範。"),), "muted"))), (46, 54)),),
              footnotes=footnotes(3)),
        Slide(6, "示範：從每年流出數百人，到 2030 年移入＝移出",
              (Columns(((chart(1.4),), (kpi_table(),)), (52, 48)),), footnotes=footnotes(3)),
    )  # fmt: skip


def briefing() -> Briefing:
    """Return the sample briefing."""
    sources = tuple(
        Source(f"示範機關{n}", f"示範資料集第{n}號：人口、所得與其他登記", "2015–2025", "政府資料開放授權條款第1版",
               f"/r/{RELEASE}/data/sample.set{n}")
        for n in range(1, 15)
    )  # fmt: skip
    return Briefing(
        Text("示範鎮地方創生計畫簡報", "Sample Township revitalisation briefing"),
        Text("示範縣示範鎮", "Sample Township"),
        "zh",
        slides(),
        RELEASE,
        date(2026, 11, 24),
        sources,
        "版面示範，數字皆為虛構",
        replace(chart(0.8, ""), note=None, alt="示範縣的輪廓圖"),
        "https://difang.example",
    )
