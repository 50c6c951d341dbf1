"""An API that takes the access tokens of Latchkey, and pages with a log-in."""

import os
import secrets
from typing import Annotated

import httpx2
import jwt
from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.middleware.sessions import SessionMiddleware

from keys import PAUSE_SECONDS, KeysUnavailable
from pages import pages
from tokens import UsedProofs, access_token, verify_proof

app = FastAPI(title="Orders")
app.add_middleware(
    SessionMiddleware,
    # The same for all processes; without it a restart ends the sessions.
    secret_key=os.environ.get("SESSION_SECRET") or secrets.token_hex(32),
    max_age=3600,
    https_only=os.environ.get("HTTPS") == "yes",
)
app.include_router(pages)


@app.exception_handler(KeysUnavailable)
@app.exception_handler(httpx2.HTTPError)
async def unavailable(_request: Request, _error: Exception) -> JSONResponse:
    return JSONResponse({"detail": "unavailable"}, 503, {"Retry-After": str(PAUSE_SECONDS)})


@app.get("/api/orders")
async def orders(claims: Annotated[dict, Depends(access_token())]) -> dict:
    return {"of": claims["sub"], "orders": []}


@app.post("/api/receipts", status_code=202)
async def send_receipts(claims: Annotated[dict, Depends(access_token("email"))]) -> dict:
    return {"of": claims["sub"]}


class GuestOrder(BaseModel):
    # As `POST /otp` answered it.
    email: str
    proof: str


used_proofs = UsedProofs()


@app.post("/api/guest-orders", status_code=201)
async def order_as_guest(order: GuestOrder) -> dict:
    """Without an account: a one-time code has proven the address for this act."""
    try:
        await verify_proof(order.proof, order.email, "guest-order", used_proofs.add)
    except jwt.PyJWTError:
        raise HTTPException(403, "invalid_proof") from None
    return {"of": order.email}
