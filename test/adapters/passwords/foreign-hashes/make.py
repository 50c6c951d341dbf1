# Makes hashes.json with the libraries of other systems: see "how" in it.
import json
import subprocess
import unicodedata
from importlib.metadata import version
from pathlib import Path

import argon2
import bcrypt
import django
from argon2.low_level import Type
from django.conf import settings
from django.contrib.auth import hashers
from passlib import hash as passlib_hash

HERE = Path(__file__).parent
HOW = (
    "python3 -m venv /tmp/foreign && /tmp/foreign/bin/pip install -r requirements.txt && "
    "npm ci --ignore-scripts && /tmp/foreign/bin/python make.py"
)

ASCII = "correct horse battery staple"
KOREAN = "안녕하세요 비밀번호"
PASSWORDS = [
    ASCII,
    unicodedata.normalize("NFC", KOREAN),
    unicodedata.normalize("NFD", KOREAN),
    "ｐａｓｓｗｏｒｄ　１２３４",
    "a long password of a hundred characters, which is more than bcrypt reads, and what follows is not read",
    "열두 글자가 넘는 아주 긴 한국어 비밀번호는 일흔두 바이트를 넘습니다",
]

settings.configure()
django.setup()


def of_django(hasher, password, **options):
    name = hasher.algorithm
    salt = hasher.salt()
    for key, value in options.items():
        setattr(hasher, key, value)
    return ("Django", version("Django"), name, password, hasher.encode(password, salt))


def of_argon2(password, kind, **options):
    hasher = argon2.PasswordHasher(type=kind, **options)
    name = {Type.ID: "argon2id", Type.I: "argon2i", Type.D: "argon2d"}[kind]
    return ("argon2-cffi", version("argon2-cffi"), name, password, hasher.hash(password))


def of_bcrypt(password, rounds, prefix=b"2b"):
    salt = bcrypt.gensalt(rounds, prefix=prefix)
    return ("bcrypt", version("bcrypt"), "bcrypt", password, bcrypt.hashpw(password.encode(), salt).decode())


def of_passlib(kind, scheme, password, **options):
    return ("passlib", version("passlib"), kind, password, scheme.using(**options).hash(password))


def cheap(password):
    yield of_django(hashers.PBKDF2PasswordHasher(), password, iterations=1000)
    yield of_django(hashers.PBKDF2SHA1PasswordHasher(), password, iterations=1000)
    yield of_django(hashers.BCryptSHA256PasswordHasher(), password, rounds=4)
    yield of_django(hashers.BCryptPasswordHasher(), password, rounds=4)
    yield of_django(hashers.Argon2PasswordHasher(), password, time_cost=1, memory_cost=64, parallelism=2)
    yield of_django(hashers.ScryptPasswordHasher(), password, work_factor=2**4)
    yield of_bcrypt(password, 4)
    yield of_bcrypt(password, 5, b"2a")
    yield of_argon2(password, Type.ID, time_cost=1, memory_cost=64, parallelism=1)
    yield of_argon2(password, Type.ID, time_cost=2, memory_cost=128, parallelism=4, hash_len=16, salt_len=8)
    yield of_argon2(password, Type.I, time_cost=3, memory_cost=64, parallelism=1)
    yield of_argon2(password, Type.D, time_cost=1, memory_cost=64, parallelism=1, hash_len=64, salt_len=32)
    yield of_passlib("pbkdf2_sha256", passlib_hash.pbkdf2_sha256, password, rounds=1000)
    yield of_passlib("pbkdf2_sha512", passlib_hash.pbkdf2_sha512, password, rounds=1000)
    yield of_passlib("pbkdf2_sha1", passlib_hash.pbkdf2_sha1, password, rounds=1000)
    yield of_passlib("bcrypt", passlib_hash.bcrypt, password, rounds=4, ident="2y")
    yield of_passlib("scrypt", passlib_hash.scrypt, password, rounds=4)


def by_default(password):
    for hasher in hashers.PBKDF2PasswordHasher, hashers.PBKDF2SHA1PasswordHasher, hashers.BCryptSHA256PasswordHasher:
        yield of_django(hasher(), password)
    for hasher in hashers.BCryptPasswordHasher, hashers.Argon2PasswordHasher, hashers.ScryptPasswordHasher:
        yield of_django(hasher(), password)
    yield of_bcrypt(password, 12)
    yield of_argon2(password, Type.ID)
    yield of_passlib("pbkdf2_sha256", passlib_hash.pbkdf2_sha256, password)
    yield of_passlib("scrypt", passlib_hash.scrypt, password)


def of_weak(password):
    django_version, passlib_version = version("Django"), version("passlib")
    yield ("Django", django_version, "salted_digest", password, hashers.make_password(password, hasher=hashers.MD5PasswordHasher()))
    for kind, scheme in [
        ("ldap_sha", passlib_hash.ldap_salted_sha1),
        ("ldap_sha", passlib_hash.ldap_sha1),
        ("ldap_sha", passlib_hash.ldap_salted_sha512),
        ("ldap_md5", passlib_hash.ldap_salted_md5),
        ("md5_crypt", passlib_hash.md5_crypt),
        ("md5_crypt", passlib_hash.apr_md5_crypt),
        ("phpass", passlib_hash.phpass),
        ("des_crypt", passlib_hash.des_crypt),
        ("des_crypt", passlib_hash.bsdi_crypt),
        ("plain_digest", passlib_hash.hex_md5),
        ("plain_digest", passlib_hash.hex_sha1),
        ("plain_digest", passlib_hash.hex_sha256),
        ("plain_digest", passlib_hash.hex_sha512),
        ("plain_digest", passlib_hash.nthash),
    ]:
        yield ("passlib", passlib_version, kind, password, scheme.hash(password))


def of_node(passwords):
    made = subprocess.run(
        ["node", HERE / "make.mjs"], input=json.dumps(passwords), capture_output=True, check=True, text=True
    )
    return [tuple(row) for row in json.loads(made.stdout)]


def rows(made):
    return [dict(zip(("library", "version", "kind", "password", "hash"), row)) for row in made]


found = {
    "how": HOW,
    "cheap": rows([row for password in PASSWORDS for row in cheap(password)]),
    "byDefault": rows([*by_default(ASCII), *of_node(PASSWORDS)]),
    "weak": rows(of_weak(ASCII)),
}
(HERE / "hashes.json").write_text(json.dumps(found, indent=2) + "\n")
