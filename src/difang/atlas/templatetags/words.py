"""Template words in both languages side by side: `{% t "中文" "English" %}`."""

from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from difang.text import Text

register = template.Library()


@register.simple_tag(takes_context=True)
def t(context: dict[str, Any], zh: str, en: str, **values: object) -> SafeString:
    """Choose the wording of the page's language; `{name}` in it is filled from `name=…`, escaped."""
    words = zh if context.get("lang", "zh") == "zh" else en
    return format_html(words, **values) if values else mark_safe(conditional_escape(words))  # noqa: S308


@register.filter
def words(text: Text, lang: str) -> str:
    """Return a `Text` in `lang`."""
    return text.zh if lang == "zh" else text.en
