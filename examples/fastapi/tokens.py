"""Checks the tokens of Latchkey: access tokens (RFC 9068), and proofs of one-time codes."""

import os
import time
from collections.abc import Awaitable, Callable
from typing import Annotated

import jwt
from fastapi import Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from keys import Keys

ISSUER = os.environ.get("ISSUER", "http://localhost:3000")
# The key `audience` of the configuration, if it is set.
AUDIENCE = os.environ.get("AUDIENCE", ISSUER)
REALM = "orders"
# Clocks of servers differ by a little.
LEEWAY_SECONDS = 5

access_keys = Keys(f"{ISSUER}/.well-known/jwks.json")
proof_keys = Keys(f"{ISSUER}/.well-known/proof-jwks.json")


async def verify(token: str, keys: Keys, kind: str, audience: str, claims: list[str]) -> dict:
    """Raises `jwt.PyJWTError`, or `KeysUnavailable`."""
    header = jwt.get_unverified_header(token)
    if str(header.get("typ")).lower().removeprefix("application/") != kind:
        raise jwt.InvalidTokenError("another kind of token")
    key = await keys.get(header.get("kid", ""))
    return jwt.decode(
        token,
        key,
        algorithms=["RS256"],
        audience=audience,
        issuer=ISSUER,
        leeway=LEEWAY_SECONDS,
        options={"require": ["iss", "aud", "exp", "iat", "jti", *claims]},
    )


def refusal(status: int, **parameters: str) -> HTTPException:
    """As RFC 6750, section 3, asks for."""
    challenge = ", ".join(f'{name}="{value}"' for name, value in {"realm": REALM, **parameters}.items())
    detail = parameters.get("error", "no token")
    return HTTPException(status, detail, headers={"WWW-Authenticate": f"Bearer {challenge}"})


Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))]


def access_token(scope: str = "") -> Callable[..., Awaitable[dict]]:
    """`claims: Annotated[dict, Depends(access_token("email"))]`: those of a token that was granted these scopes."""

    async def check(bearer: Bearer) -> dict:
        if bearer is None:
            raise refusal(401)
        required = ["sub", "sid", "client_id", "scope"]
        try:
            claims = await verify(bearer.credentials, access_keys, "at+jwt", AUDIENCE, required)
        except jwt.PyJWTError:
            raise refusal(401, error="invalid_token") from None
        if not set(scope.split()) <= set(claims["scope"].split()):
            raise refusal(403, error="insufficient_scope", scope=scope)
        return claims

    return check


class UsedProofs:
    """A proof is good once. With several processes this is a table with a unique key, or `SET NX EXAT` of Redis."""

    def __init__(self):
        self._ends: dict[str, int] = {}

    def add(self, jti: str, exp: int) -> bool:
        now = time.time()
        self._ends = {used: end for used, end in self._ends.items() if end + LEEWAY_SECONDS > now}
        if jti in self._ends:
            return False
        self._ends[jti] = exp
        return True


async def verify_proof(token: str, address: str, context: str, use_once: Callable[[str, int], bool]) -> dict:
    """That somebody holds the address (in its normal form), for this act. Raises as `verify` does."""
    proof = await verify(token, proof_keys, "latchkey-proof+jwt", f"{AUDIENCE}/proof", ["channel", "address"])
    if proof["address"] != address or proof.get("context") != context:
        raise jwt.InvalidTokenError("the proof of another address or act")
    if not use_once(proof["jti"], proof["exp"]):
        raise jwt.InvalidTokenError("the proof was used before")
    return proof
