"""Names that settings, headers and parameters of services have when they hold a key or a password."""

from __future__ import annotations

import re

__all__ = ["is_secret"]

_SECRET_NAME_ENDINGS = (
    "apikey", "accesskey", "secretkey", "privatekey", "accountkey", "subscriptionkey", "authkey", "signingkey",
    "encryptionkey", "licensekey", "licencekey", "clientkey", "sharedkey", "masterkey", "servicekey", "sessionkey",
    "password", "passwd", "passphrase", "passcode", "pwd", "secret", "token", "authorization", "auth", "credential",
    "bearer", "cookie", "accesskeyid", "sessionid", "jwt", "connectionstring", "webhook", "webhookurl",
)  # fmt: skip
"""How the names of such settings end in the interfaces of services, in small letters and without marks."""

_PLURAL_ENDINGS = tuple(
    f"{ending}s"
    for ending in _SECRET_NAME_ENDINGS
    # `tokens` and `max_tokens` are what models count.
    if ending not in ("token", "auth", "authorization", "bearer")
)
# access_tokens, apiTokens: such tokens are no words of a text.
_TOKENS = re.compile(r"(?:access|api|auth|bearer|bot|refresh|session|user)tokens$")
# `token_2`, `auth_header`, `secretValue`: what follows says nothing of what it is.
_LAST_WORD = re.compile(r"(?i)(?:[\W_]*\d+|[\W_](?:value|header|string|plain)s?)$")
_CAMEL_CASE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

_VENDORS = "openai|anthropic|mistral|gemini|google|azure|aws|hf|huggingface|cohere|deepl|groq|xai|together"
# OPENAI_KEY, mistral-key
_VENDOR_KEY = re.compile(rf"(?i)^[a-z0-9]*({_VENDORS})[\W_]*keys?$")
# login: {user: …, pass: …}
_PASS = re.compile(r"(?i)(?:^|.*[\W_])pass$")
_NON_LETTERS = re.compile(r"[\W_]+")


def is_secret(name: object) -> bool:
    """
    Say whether a setting of this name holds a secret.

    >>> [is_secret(name) for name in ("api_key", "apiKeys", "OPENAI_API_KEY_2", "max_tokens")]
    [True, True, True, False]
    """
    words = _CAMEL_CASE.sub("_", str(name).strip())
    return _names_secret(words) or _names_secret(_LAST_WORD.sub("", words))


def _names_secret(words: str) -> bool:
    """Say whether a name whose words are set apart is one of a secret, as it stands."""
    plain = _NON_LETTERS.sub("", words).lower()
    if plain.endswith((*_SECRET_NAME_ENDINGS, *_PLURAL_ENDINGS)):
        return True
    patterns = (_TOKENS.search(plain), _VENDOR_KEY.match(words), _PASS.match(words))
    return any(patterns)
