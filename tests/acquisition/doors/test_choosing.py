"""Stores near a visitor are those of the same city, then of the same region."""

from dataclasses import dataclass

from app.acquisition.regions.choosing import cities, nearest


@dataclass(frozen=True)
class Shop:
    name: str
    region: str
    city: str


SHOPS = [Shop("静安", "华东", "上海"), Shop("西湖", "华东", "杭州市"), Shop("天河", "广东", "广州")]


def names(city: str) -> list[str]:
    return [shop.name for shop in nearest(SHOPS, city)]


def test_the_city_decides_whatever_its_ending():
    assert names("杭州") == names("杭州市") == ["西湖"]


def test_a_city_without_a_store_falls_back_to_its_region_then_to_all():
    assert names("广东") == ["天河"]
    assert names("拉萨") == ["静安", "西湖", "天河"]
    assert names("") == ["静安", "西湖", "天河"]


def test_each_city_is_offered_once():
    assert cities([*SHOPS, SHOPS[0], Shop("新店", "", "")]) == ["上海", "杭州市", "广州"]
