"""Log-in for pages that this server renders: the code flow with PKCE, by Authlib, and a session cookie."""

import os
from html import escape

import httpx2
from authlib.integrations.starlette_client import OAuth, OAuthError
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from tokens import ISSUER

CLIENT_ID = os.environ.get("CLIENT_ID", "local")
CLIENT_SECRET = os.environ.get("CLIENT_SECRET")

oauth = OAuth()
latchkey = oauth.register(
    "latchkey",
    client_id=CLIENT_ID,
    client_secret=CLIENT_SECRET,
    server_metadata_url=f"{ISSUER}/.well-known/openid-configuration",
    client_kwargs={
        "scope": "openid email profile",
        "code_challenge_method": "S256",
        "token_endpoint_auth_method": "client_secret_basic" if CLIENT_SECRET else "none",
    },
)
pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

PAGE = '<!doctype html><title>Orders</title><h1>Orders</h1><p>Logged in: <span id="who">{who}</span></p>{action}'
LOG_IN = '<a href="/login">Log in</a>'
LOG_OUT = '<form method="post" action="/logout"><button>Log out</button></form>'


@pages.get("/")
async def home(request: Request) -> str:
    user = request.session.get("user")
    if user is None:
        return PAGE.format(who="nobody", action=LOG_IN)
    return PAGE.format(who=escape(user["email"]), action=LOG_OUT)


@pages.get("/login")
async def log_in(request: Request) -> Response:
    return await latchkey.authorize_redirect(request, request.url_for("callback"))


@pages.get("/callback")
async def callback(request: Request) -> Response:
    try:
        # Of this server and no other (RFC 9207).
        if request.query_params.get("iss") != ISSUER:
            raise OAuthError("wrong_issuer")
        tokens = await latchkey.authorize_access_token(request, leeway=5)
    except OAuthError as error:
        return HTMLResponse(f'Not logged in: {escape(error.error)}. <a href="/login">Try again</a>', 400)
    user = tokens["userinfo"]
    # The cookie is signed, and its owner can read it: it holds no access token.
    request.session.clear()
    request.session.update(user={"id": user["sub"], "email": user.get("email", "")}, id_token=tokens["id_token"])
    return RedirectResponse("/", 303)


@pages.post("/logout")
async def log_out(request: Request) -> Response:
    id_token = request.session.get("id_token")
    request.session.clear()
    metadata = await latchkey.load_server_metadata()
    query = {"client_id": CLIENT_ID, "post_logout_redirect_uri": str(request.url_for("home"))}
    url = httpx2.URL(metadata["end_session_endpoint"], params=query | ({"id_token_hint": id_token} if id_token else {}))
    return RedirectResponse(str(url), 303)
