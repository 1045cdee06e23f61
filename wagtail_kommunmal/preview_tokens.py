"""Preview tokens: each lets one editor's frontend read the draft of one page in one language, for a while."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

from django.core.signing import BadSignature, TimestampSigner
from django.utils.crypto import constant_time_compare, salted_hmac

from .compat import page_model
from .conf import get_settings

SALT: Final = "wagtail_kommunmal.preview"


class InvalidPreviewTokenError(Exception):
    """A preview token is none of ours, is too old, was revoked, or is for something else. It is not said which."""


@dataclass(frozen=True)
class PreviewToken:
    """What a token says: who may read which page; anybody can read it, nobody can write one.

    ``state`` stands for what revokes it; ``form`` names what wagtail-headless-preview keeps of an editor's form.
    """

    page: str
    language: str
    user: str
    state: str
    form: str

    @classmethod
    def read(cls, text: str) -> PreviewToken:
        """Return what a signed text says; raises ``InvalidPreviewTokenError`` if it is forged or too old."""
        try:
            said = _signer().unsign_object(text, max_age=get_settings().PREVIEW_TOKEN_SECONDS)
        except BadSignature as error:
            raise InvalidPreviewTokenError from error
        return cls(**said)

    def is_for(self, key: UUID, language: str) -> bool:
        return (self.page, self.language) == (str(key), language)

    def is_in_force(self, user: Any) -> bool:
        """Tell whether nothing has revoked the token: no publication, withdrawal or new password since."""
        return constant_time_compare(self.state, _state(self.page, self.language, user))

    def __str__(self) -> str:
        return _signer().sign_object(asdict(self))


def issue_preview_token(page: Any, user: Any, *, form: str = "") -> str:
    """Return a token with which the API answers with the draft of a plan or goal, for as long as ``user`` may edit it.

    It is revoked when the page is published or unpublished and when the user gets a new password.
    """
    key, language = str(page.translation_key), page.locale.language_code
    return str(PreviewToken(key, language, str(user.pk), _state(key, language, user), form))


def _signer() -> TimestampSigner:
    # What a Bearer token may be written with has no colon.
    return TimestampSigner(salt=SALT, sep=".")


def _state(key: str, language: str, user: Any) -> str:
    """Return what is another after a publication, a withdrawal or a new password, and tells nothing of them."""
    pages = page_model().objects.filter(translation_key=key, locale__language_code=language)
    published = pages.values_list("live", "live_revision_id", "last_published_at").first()
    return salted_hmac(SALT, f"{published}{user.get_session_auth_hash()}", algorithm="sha256").hexdigest()
