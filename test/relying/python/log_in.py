"""An application with Authlib. Reads {server, clientId, clientSecret?, redirectUri, scope} and then where the browser came back, each
a line of its input; writes where the browser goes, and then what happened."""

import json
import os
import sys

import requests
from authlib.common.security import generate_token
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet

# The service listens on this machine alone.
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "true"


def read():
    return json.loads(sys.stdin.readline())


def write(value):
    print(json.dumps(value), flush=True)


asked = read()
server = asked["server"]
secret = asked.get("clientSecret")
session = OAuth2Session(
    asked["clientId"],
    secret,
    redirect_uri=asked["redirectUri"],
    scope=asked["scope"],
    token_endpoint=server["token_endpoint"],
    token_endpoint_auth_method="client_secret_basic" if secret else "none",
    revocation_endpoint_auth_method="client_secret_basic" if secret else "none",
    code_challenge_method="S256",
)
verifier, nonce = generate_token(48), generate_token()
url, state = session.create_authorization_url(server["authorization_endpoint"], code_verifier=verifier, nonce=nonce)
write({"url": url})

tokens = session.fetch_token(authorization_response=read()["url"], state=state, code_verifier=verifier)
keys = KeySet.import_key_set(requests.get(server["jwks_uri"], timeout=10).json())
decoded = jwt.decode(tokens["id_token"], keys, algorithms=["RS256"])
claims = CodeIDToken(
    decoded.claims,
    decoded.header,
    options={
        "iss": {"value": server["issuer"]},
        "aud": {"value": asked["clientId"]},
        "nonce": {"value": nonce},
        "at_hash": {"essential": True},
    },
    params={"nonce": nonce, "client_id": asked["clientId"], "access_token": tokens["access_token"]},
)
claims.validate()

# Its access token ends within the minute before which Authlib refreshes: the first use does.
person = session.get(server["userinfo_endpoint"], timeout=10).json()
refreshed = session.token

answer = {
    "sub": claims["sub"],
    "email": person["email"],
    "idToken": tokens["id_token"],
    "rotated": refreshed["refresh_token"] != tokens["refresh_token"],
    "revocation": session.revoke_token(server["revocation_endpoint"], refreshed["refresh_token"]).status_code,
}
try:
    session.refresh_token(server["token_endpoint"], refreshed["refresh_token"])
    answer["afterwards"] = "refreshed"
except OAuthError as error:
    answer["afterwards"] = error.error
write(answer)
