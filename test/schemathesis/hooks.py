"""What Schemathesis needs to get past the first check: an access token, a clock that moves on, and now and then a body that works."""

import atexit
import base64
import hashlib
import hmac
import http.client
import json
import os
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter, defaultdict

import schemathesis
from schemathesis.generation import GenerationMode

URL = os.environ["LATCHKEY_URL"]
REPORT = os.environ["LATCHKEY_REPORT"]
SERVER = {"client_id": "server", "client_secret": os.environ["LATCHKEY_CLIENT_SECRET"]}
# A client with pages of its own for the links of mails.
PAGES = "pages"
ADMIN_KEY = os.environ["LATCHKEY_ADMIN_KEY"]
REASON = {"reason": "Ticket 1042"}
PASSWORD = "a password of this run only"
# More than the 60 s of every window that is counted per minute, and few enough an hour for 60 wrong guesses: no limit is changed.
SECONDS_PER_CALL = 65
# Of an authenticator app between the making of a body and its request; one step more is accepted too.
STEPS_PER_CALL = SECONDS_PER_CALL // 30
# An access token lives for 900 s.
TOKEN_SECONDS = 800
# Of the bodies that fit the document, each of these many is one that works.
EVERY = 4

counts = defaultdict(Counter)
state = {"now": 0, "token": None, "token_at": 0, "number": 0, "cases": Counter()}


def call(path, body=None, method=None, token=None):
    headers = {"content-type": "application/json"}
    if path.startswith("/admin/"):
        headers["x-admin-key"] = ADMIN_KEY
    if token:
        headers["authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(URL + path, data, headers, method=method or ("POST" if data else "GET"))
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        raise RuntimeError(f"{path} answered {error.code} {error.read().decode()}") from error


def advance(seconds):
    call("/_local/clock", {"advanceSeconds": seconds})
    state["now"] += seconds


def fresh_address():
    state["number"] += 1
    return f"person-{state['number']}@example.com"


def messages_to(address):
    return [message for message in call("/_local/messages") if message["to"] == address]


def begin(path, body, to, token=None):
    """Asks for a message and reads it, as a person does."""
    advance(SECONDS_PER_CALL)
    before = len(messages_to(to))
    sent = call(path, body, token=token)
    for _ in range(200):
        messages = messages_to(to)
        if len(messages) > before:
            message = messages[-1]
            token = message.get("token", "")
            return {"continuation": sent["continuation"], "code": message["code"], "token": token}
        time.sleep(0.02)
    raise RuntimeError(f"nothing came to {to}")


def pick(values, *names):
    return {name: values[name] for name in names}


def begin_sign_up(address):
    return begin("/signup", {"email": address, "password": PASSWORD}, address)


def new_account():
    address = fresh_address()
    return address, call("/verify", pick(begin_sign_up(address), "code", "continuation"))


def open_account(path):
    address = new_account()[0]
    return pick(begin(path, {"email": address}, address), "token")


def new_owner():
    """The account that the next requests belong to. A fresh one has no wrong passwords and has asked for no phone number."""
    tokens = new_account()[1]
    state["token"], state["token_at"] = tokens["accessToken"], state["now"]
    return tokens


def owner_token():
    if state["token"] is None or state["now"] - state["token_at"] > TOKEN_SECONDS:
        new_owner()
    return state["token"]


def as_new_owner(body=None):
    new_owner()
    return body or {"password": PASSWORD}


def fresh_phone():
    state["number"] += 1
    return f"{20000000 + state['number']}"


def phone_proof():
    new_owner()
    digits = fresh_phone()
    sent = begin("/me/phone", {"phone": f"010{digits}", "password": PASSWORD}, f"+8210{digits}", owner_token())
    return pick(sent, "code", "continuation")


def app_code(secret, steps=0):
    """The code of an authenticator app (RFC 6238)."""
    step = int(time.time() + state["now"]) // 30 + steps
    mac = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), "sha1")
    offset = mac[-1] & 15
    number = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def begin_factor(steps=0):
    """The enrolment of a new owner, with its first code; the secret of the app, and the address."""
    address, tokens = new_account()
    state["token"], state["token_at"] = tokens["accessToken"], state["now"]
    begun = call("/me/second-factor/begin", {"password": PASSWORD}, token=state["token"])
    return {"enrolment": begun["enrolment"], "code": app_code(begun["secret"], steps)}, begun["secret"], address


def new_factor():
    """The secret and the address of an owner with a second factor. The code of this step is used."""
    proof, secret, address = begin_factor()
    state["token"] = call("/me/second-factor/confirm", proof, token=state["token"])["accessToken"]
    return secret, address


def factor_proof():
    return {"password": PASSWORD, "code": app_code(new_factor()[0], STEPS_PER_CALL)}


def second_step():
    secret, address = new_factor()
    request = urllib.request.Request(
        URL + "/login",
        json.dumps({"email": address, "password": PASSWORD}).encode(),
        {"content-type": "application/json"},
    )
    try:
        urllib.request.urlopen(request, timeout=30)
    except urllib.error.HTTPError as error:
        return {"ticket": json.load(error)["ticket"], "code": app_code(secret, STEPS_PER_CALL)}
    raise RuntimeError("/login asked for no second factor")


def email_change():
    """The mail to the new address of an account, the old address, and the account's tokens."""
    old, to = fresh_address(), fresh_address()
    tokens = call("/verify", pick(begin_sign_up(old), "code", "continuation"))
    state["token"], state["token_at"] = tokens["accessToken"], state["now"]
    return begin("/me/email", {"newEmail": to, "password": PASSWORD}, to, tokens["accessToken"]), old


def email_proof():
    return pick(email_change()[0], "code", "continuation")


def undo_link():
    sent, old = email_change()
    before = len(messages_to(old))
    call("/me/email/confirm", pick(sent, "code", "continuation"))
    for _ in range(200):
        messages = messages_to(old)[before:]
        if messages:
            return {"token": messages[-1]["token"]}
        time.sleep(0.02)
    raise RuntimeError(f"no notice came to {old}")


def refresh_token():
    return {"refreshToken": new_account()[1]["refreshToken"]}


VERIFIER = "a-verifier-of-43-characters-or-more-as-RFC-7636-says"
# Of the application that every local service knows.
AUTHORIZATION = {
    "client_id": "local",
    "redirect_uri": "http://localhost/callback",
    "response_type": "code",
    "scope": "openid email",
    "code_challenge": base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("="),
    "code_challenge_method": "S256",
}

# Replaced at the call: a code lives for a minute, and the clock moves on before each call.
GRANT_OF_NOW = {"grant_type": "of now"}


def exchange(method, path, headers, body=None):
    """One request whose headers matter, and which follows no redirect."""
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(URL).netloc, timeout=30)
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response.headers, response.read()
    finally:
        connection.close()


def code_grant():
    """What a client sends once a person, logged in to the pages, came back to it."""
    body = json.dumps({"email": new_account()[0], "password": PASSWORD, "credentials": "cookie"})
    headers, _ = exchange("POST", "/login", {"content-type": "application/json", "origin": URL}, body)
    cookie = "; ".join(one.split(";")[0] for one in headers.get_all("set-cookie"))
    headers, _ = exchange("GET", f"/authorize?{urllib.parse.urlencode(AUTHORIZATION)}", {"cookie": cookie})
    code = urllib.parse.parse_qs(urllib.parse.urlsplit(headers["location"]).query)["code"][0]
    grant = {"grant_type": "authorization_code", "code": code, "code_verifier": VERIFIER}
    return {**grant, **pick(AUTHORIZATION, "client_id", "redirect_uri")}


def client_token():
    form = {"content-type": "application/x-www-form-urlencoded"}
    _, answer = exchange("POST", "/token", form, urllib.parse.urlencode(code_grant()))
    return json.loads(answer)["access_token"]


def account_id():
    return {"userId": new_account()[1]["user"]["id"]}


def act_on_account():
    return {**account_id(), **REASON}


def invitation():
    address = fresh_address()
    call("/admin/users/create", {"email": address, "invite": True, **REASON})
    for _ in range(200):
        messages = messages_to(address)
        if messages:
            return {"token": messages[-1]["token"], "password": PASSWORD}
        time.sleep(0.02)
    raise RuntimeError(f"no invitation came to {address}")


def event_id():
    new_account()
    for _ in range(200):
        events = call("/_local/events")
        if events:
            return events[-1]["id"]
        time.sleep(0.02)
    raise RuntimeError("no event came")


def imported():
    state["number"] += 1
    return {"id": f"former-{state['number']}", "email": fresh_address(), "emailVerified": True}


BODIES = {
    "POST /invitation/confirm": invitation,
    "POST /admin/users/find": account_id,
    "POST /admin/users/list": dict,
    "POST /admin/users/show": account_id,
    "POST /admin/users/audit": account_id,
    "POST /admin/users/explain": lambda: {"email": new_account()[0]},
    "POST /admin/users/create": lambda: {"email": fresh_address(), **REASON},
    "POST /admin/users/disable": act_on_account,
    "POST /admin/users/enable": act_on_account,
    "POST /admin/users/log-out": act_on_account,
    "POST /admin/users/remove-second-factor": act_on_account,
    "POST /admin/users/delete": act_on_account,
    "POST /admin/users/export": act_on_account,
    "POST /admin/users/resend": lambda: {"email": new_account()[0], "mail": "reset", **REASON},
    "POST /admin/users/set-metadata": lambda: {**act_on_account(), "metadata": {"plan": "pro"}},
    "POST /admin/users/change-email": lambda: {**act_on_account(), "email": fresh_address()},
    "POST /admin/suppressions/set": lambda: {"email": fresh_address(), **REASON},
    "POST /admin/suppressions/lift": lambda: {"email": fresh_address(), **REASON},
    "POST /admin/import": lambda: {"users": [imported()], **REASON},
    "POST /admin/events/replay": lambda: {"eventId": event_id(), **REASON},
    "POST /signup": lambda: {"email": fresh_address(), "password": PASSWORD, "clientId": PAGES},
    "POST /signup/resend": lambda: pick(begin_sign_up(fresh_address()), "continuation"),
    "POST /verify": lambda: pick(begin_sign_up(fresh_address()), "code", "continuation"),
    "POST /verify/status": lambda: pick(begin_sign_up(fresh_address()), "continuation"),
    "POST /links/inspect": lambda: pick(begin_sign_up(fresh_address()), "token"),
    "POST /login": lambda: {"email": new_account()[0], "password": PASSWORD},
    "POST /login/passkey/options": dict,
    "POST /login/second-factor": second_step,
    "POST /me/second-factor/begin": as_new_owner,
    "POST /me/second-factor/confirm": lambda: begin_factor(STEPS_PER_CALL)[0],
    "POST /me/second-factor/recovery-codes": factor_proof,
    "DELETE /me/second-factor": factor_proof,
    "POST /me/passkeys/options": lambda: as_new_owner({"password": PASSWORD}),
    "DELETE /me/passkeys": lambda: as_new_owner({"id": "AAAA", "password": PASSWORD}),
    "POST /login/link": lambda: {"email": fresh_address(), "clientId": PAGES},
    "POST /login/link/confirm": lambda: open_account("/login/link"),
    "POST /token/refresh": refresh_token,
    "POST /logout": refresh_token,
    "POST /logout/all": lambda: {**refresh_token(), "password": PASSWORD},
    "POST /reset": lambda: {"email": fresh_address(), "clientId": PAGES},
    "POST /reset/confirm": lambda: {**open_account("/reset"), "password": PASSWORD},
    "POST /otp/check": lambda: pick(
        begin("/otp", {"channel": "email", "to": (to := fresh_address())}, to), "code", "continuation"
    ),
    "DELETE /me": as_new_owner,
    "DELETE /me/sessions": as_new_owner,
    "DELETE /me/sessions/{id}": as_new_owner,
    "POST /me/password": lambda: as_new_owner({"currentPassword": PASSWORD, "newPassword": PASSWORD}),
    "POST /me/email": lambda: as_new_owner({"newEmail": fresh_address(), "password": PASSWORD}),
    "POST /me/email/confirm": email_proof,
    "POST /email/undo": undo_link,
    "POST /me/phone": lambda: as_new_owner({"phone": f"010{fresh_phone()}", "password": PASSWORD}),
    "POST /me/phone/confirm": phone_proof,
    "POST /token": lambda: GRANT_OF_NOW,
    "POST /revoke": lambda: {"token": client_token(), "client_id": "local"},
    "POST /introspect": lambda: {"token": client_token(), **SERVER},
    "POST /logout/confirm": dict,
}


def session_of(token):
    claims = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))["sid"]


def asset_names():
    """As a page names them: with the hash of their content."""
    with urllib.request.urlopen(URL + "/signup", timeout=30) as response:
        return re.findall(r"/assets/([\w.-]+)", response.read().decode())


ASSETS = asset_names()


@schemathesis.auth(refresh_interval=None)
class OwnerToken:
    def get(self, case, context):
        return owner_token()

    def set(self, case, data, context):
        case.headers["Authorization"] = f"Bearer {data}"


@schemathesis.hook
def map_case(context, case):
    label = case.operation.label
    if case.meta is None or case.meta.generation.mode != GenerationMode.POSITIVE:
        return case
    state["cases"][label] += 1
    count = state["cases"][label]
    if count % EVERY == 1 and label in BODIES:
        case.body = BODIES[label]()
        if label.startswith(("DELETE /me", "POST /me/")) and label != "POST /me/email/confirm":
            case.headers["Authorization"] = f"Bearer {state['token']}"
        if label == "DELETE /me/sessions/{id}":
            case.path_parameters = {"id": session_of(state["token"])}
        if label in ("POST /token", "POST /revoke", "POST /introspect"):
            # A client names itself in one way: here in the form.
            case.headers.pop("Authorization", None)
    if count % EVERY == 1 and label == "GET /authorize":
        case.query = dict(AUTHORIZATION)
    if count % EVERY == 1 and label.endswith("/userinfo"):
        case.headers["Authorization"] = f"Bearer {client_token()}"
    if label == "POST /logout/confirm":
        case.headers["Origin"] = URL
    if count % EVERY == 1 and label.endswith("/assets/{file}"):
        case.path_parameters = {"file": ASSETS[count // EVERY % len(ASSETS)]}
    return case


@schemathesis.hook
def before_call(context, case, kwargs):
    advance(SECONDS_PER_CALL)
    # Here the laptop's key stands for the signature of AWS: a request that lost the signature has no key.
    if case.path.startswith("/admin/") and "Authorization" in case.headers:
        case.headers["x-admin-key"] = ADMIN_KEY
    if case.body == GRANT_OF_NOW:
        case.body = code_grant()


@schemathesis.hook
def after_call(context, case, response):
    # The checks send the request again without what the document asks for.
    case.headers.pop("x-admin-key", None)
    label = case.operation.label if case.method.upper() == case.operation.method.upper() else "another method"
    counts[label][response.status_code] += 1
    if case.path.startswith("/me") and response.status_code == 200 and case.method.upper() in ("DELETE", "POST"):
        # It may have ended the session it was asked with.
        state["token"] = None


@atexit.register
def report():
    with open(REPORT, "w", encoding="utf-8") as file:
        json.dump(counts, file)
