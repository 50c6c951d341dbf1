# Python reads this when MiniStack starts with this folder on its path. Its API Gateway fetches the keys of an issuer from the
# issuer's address. That of one of its own APIs has a host below `localhost`, which not every machine can look up (RFC 6761), so the
# request goes to the path that serves the same API.
import re
import urllib.request

_OWN = re.compile(r"http://(\w+)\.execute-api\.localhost:(\d+)(/.*)")
_urlopen = urllib.request.urlopen


def _open(url, *args, **kwargs):
    match = _OWN.fullmatch(url if isinstance(url, str) else url.full_url)
    if match:
        api, port, path = match.groups()
        url = f"http://127.0.0.1:{port}/_aws/execute-api/{api}/$default{path}"
    return _urlopen(url, *args, **kwargs)


urllib.request.urlopen = _open
