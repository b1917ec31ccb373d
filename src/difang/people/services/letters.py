"""The words of mails about people, in both languages."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation

from difang import places
from difang.people.models import Invitation, Organisation, Post
from difang.people.words import KINDS, ROLES
from difang.records import workingdays
from difang.text import Text


def invitation(offer: Invitation, code: str) -> None:
    """Send the code of an invitation to its address."""
    with translation.override("zh-hant"):
        link = f"{settings.SITE_URL}{reverse('people-invited', args=[code])}"
    asked = _to_join(offer) if offer.organisation_id else _to_act(offer)
    last = workingdays.today(offer.expires_at).isoformat()
    EmailMessage(
        subject=f"邀請您{asked.zh}",
        body=(
            f"您好：\n\n{offer.invited_by} 邀請您在「地方」{asked.zh}。\n"
            f"請在 {last} 前，用收到這封信的地址登入（還沒有帳號就先註冊），再開啟：\n{link}\n\n"
            "連結只能用一次，請不要轉寄。如果不認識寄件人，可以不理會這封信。\n\n"
            f"{offer.invited_by} invites you to {asked.en}.\n"
            f"By {last}, sign in with the address this mail came to (or sign up first), then open:\n{link}\n\n"
            "The link works once; don't pass it on. If you don't know the sender, ignore this mail.\n"
        ),
        to=[offer.email],
    ).send()


def _to_act(offer: Invitation) -> Text:
    role, place = ROLES[Post.Role(offer.role)], places.get(offer.place)
    zh = f"{place.full_label('zh')}　{role.zh}{'（代理）' if offer.deputy else ''}"
    en = f"{role.en}{' (deputy)' if offer.deputy else ''}, {place.full_label('en')}"
    return Text(f"擔任：{zh}", f"act on difang as: {en}")


def _to_join(offer: Invitation) -> Text:
    kind = KINDS[Organisation.Kind(offer.organisation.kind)]
    zh = f"{offer.organisation.name}（{places.get(offer.organisation.place).full_label('zh')}，{kind.zh}）"
    en = f"{offer.organisation.name} ({kind.en}, {places.get(offer.organisation.place).full_label('en')})"
    return Text(f"加入：{zh}", f"join on difang: {en}")
