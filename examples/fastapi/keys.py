"""The public keys of the service, kept between requests and read without blocking the event loop."""

import asyncio
import time

import httpx2
import jwt

FRESH_SECONDS = 600
PAUSE_SECONDS = 5
TIMEOUT_SECONDS = 5


class KeysUnavailable(Exception):
    """The keys could not be read. The token may be good: answer 503."""


class Keys:
    """One read serves all who wait. A key that is known works on while the service does not answer."""

    def __init__(self, url: str):
        self._url = url
        self._keys: dict[str, jwt.PyJWK] = {}
        self._read_at = self._tried_at = float("-inf")
        self._has_failed = False
        self._lock = asyncio.Lock()

    async def get(self, kid: str) -> jwt.PyJWK:
        # One request reads. The others wait only without a key.
        if not self._is_fresh(kid) and not (kid in self._keys and self._lock.locked()):
            async with self._lock:
                # Tokens with keys that do not exist must not make a request each.
                if not self._is_fresh(kid) and time.monotonic() - self._tried_at >= PAUSE_SECONDS:
                    await self._read()
        if kid in self._keys:
            return self._keys[kid]
        if self._has_failed:
            raise KeysUnavailable
        raise jwt.InvalidTokenError("no such key")

    def _is_fresh(self, kid: str) -> bool:
        return kid in self._keys and time.monotonic() - self._read_at < FRESH_SECONDS

    async def _read(self) -> None:
        self._has_failed = True
        try:
            async with httpx2.AsyncClient(timeout=TIMEOUT_SECONDS) as client:
                answer = (await client.get(self._url)).raise_for_status()
            self._keys = {key.key_id: key for key in jwt.PyJWKSet.from_dict(answer.json()).keys if key.key_id}
            self._read_at = time.monotonic()
            self._has_failed = False
        except (httpx2.HTTPError, jwt.PyJWTError, ValueError):
            pass
        # From the end: those who waited for a read that failed must not each begin another.
        self._tried_at = time.monotonic()
