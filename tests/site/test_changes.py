"""Changes over ten years: which dates are compared is told, and one colour is one range on every page."""

import re

import pytest
from django.test import Client


def _page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("address", ["/maps/population/?place=10008020", "/places/10008020/"])
def test_the_months_compared_are_named_with_why(client: Client, address: str) -> None:
    zh, en = _page(client, address), _page(client, f"/en{address}")
    assert "比較 2016 年 4 月與 2026 年 4 月。2026 年 5 月不能比，因為沒有 2016 年 5 月的數字。" in zh
    assert "Compares April 2016 with April 2026. May 2026 cannot be compared" in en


def test_a_year_is_its_end_and_needs_no_why(client: Client) -> None:
    page = _page(client, "/maps/population/?indicator=population.change_10y&period=2025")
    assert "比較 2015 年底與 2025 年底。" in page
    assert "不能比" not in page


def _breaks(page: str) -> list[str]:
    legend = re.search(r'<div class="lg">.*?</svg>', page, re.S)
    assert legend is not None
    return re.findall(r">([−+][\d.]+)<", legend[0])


def test_the_first_page_and_the_map_have_the_same_classes_in_every_period(client: Client) -> None:
    first = _breaks(_page(client, "/"))
    assert len(first) == 6
    for query in ("", "&period=2025", "&period=2019"):
        page = _page(client, f"/maps/population/?indicator=population.change_10y{query}")
        assert [float(one.replace("−", "-")) for one in _breaks(page)] == [
            float(one.replace("−", "-")) for one in first
        ]
