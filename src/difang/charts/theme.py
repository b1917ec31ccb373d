"""Colours and type of everything drawn, as measured in the design: contrast and colour-blind distance."""

PAPER, INK, SEA, RICE = "#FBFAF6", "#1D2B2A", "#F1EEE4", "#E9DFC7"
GREEN, INDIGO, PERSIMMON, STONE = "#2F6B4F", "#2B4F81", "#B8470F", "#5A6058"
MID_GREEN, MID_INDIGO, GREY, LINE, HATCH = "#669A76", "#6C8AB6", "#8F8B7C", "#CBC5B3", "#A8A391"

SEQUENTIAL = ("#E3E7D0", "#B9CFAE", "#86B08B", "#4E8A68", "#1F5540")
DIVERGING = ("#96380A", "#CE7040", "#EBBE9E", "#EEEADD", "#B7C6DC", "#6C8AB6", "#24456F")
CATEGORIES = ("#2F6B4F", "#BD8B40", "#7D98F5", "#5C0F08", "#816FA3", "#321556", "#6C3183")

FONT = "Noto Sans TC"
