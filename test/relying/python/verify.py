"""Verifies tokens as services in Python would. Reads {issuer, audience, clientId, keys, proofKeys, tokens} from its input, and
answers for each check and each token whether it is accepted, or why not."""

import json
import sys

import jwt
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc9068 import JWTBearerTokenValidator
from jwcrypto.common import JWException
from jwcrypto.jwk import JWKSet
from jwcrypto.jwt import JWT

asked = json.load(sys.stdin)
issuer, audience, client_id = asked["issuer"], asked["audience"], asked["clientId"]


class Validator(JWTBearerTokenValidator):
    """RFC 9068, section 4, as Authlib checks it."""

    def __init__(self, keys):
        super().__init__(issuer, audience)
        self.keys = keys

    def get_jwks(self):
        return self.keys


def by_authlib(keys, scope):
    def check(token):
        validator = Validator(keys)
        claims = validator.authenticate_token(token)
        validator.validate_token(claims, [scope], None)

    return check


def by_pyjwt(keys, aud, claims):
    def check(token):
        kid = jwt.get_unverified_header(token)["kid"]
        key = jwt.PyJWKSet.from_dict(keys)[kid]
        jwt.decode(token, key, algorithms=["RS256"], audience=aud, issuer=issuer, options={"require": claims})

    return check


def by_jwcrypto(keys, aud):
    def check(token):
        claims = {"iss": issuer, "aud": aud, "sub": None, "exp": None}
        JWT(jwt=token, key=JWKSet.from_json(json.dumps(keys)), check_claims=claims, algs=["RS256"])

    return check


ACCESS_CLAIMS = ["iss", "aud", "sub", "client_id", "iat", "exp", "jti"]
ID_CLAIMS = ["iss", "aud", "sub", "iat", "exp", "auth_time", "nonce"]

CHECKS = {
    "Authlib, access token": by_authlib(asked["keys"], "account"),
    "Authlib, access token, a scope that was not granted": by_authlib(asked["keys"], "phone"),
    # A service that takes the keys of proofs for those of access tokens.
    "Authlib, access token, the keys of proofs": by_authlib(asked["proofKeys"], "account"),
    "PyJWT, access token": by_pyjwt(asked["keys"], audience, ACCESS_CLAIMS),
    "PyJWT, ID token": by_pyjwt(asked["keys"], client_id, ID_CLAIMS),
    "jwcrypto, access token": by_jwcrypto(asked["keys"], audience),
    "jwcrypto, ID token": by_jwcrypto(asked["keys"], client_id),
}


def answer(check, token):
    try:
        check(token)
        return "accepted"
    except (OAuth2Error, jwt.PyJWTError, JWException, KeyError) as error:
        return f"{type(error).__name__}: {error}"


json.dump(
    {check: {name: answer(run, token) for name, token in asked["tokens"].items()} for check, run in CHECKS.items()},
    sys.stdout,
)
