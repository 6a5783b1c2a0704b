"""The shipped proxy configuration before a running product, with only names and places changed."""

import datetime
import getpass
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from lianxin.site.running import Product


def program() -> str | None:
    """Return nginx, also where only an administrator's path leads to it."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/sbin")


def configuration(product_root: Path) -> Path:
    return product_root / "deploy" / "nginx.conf"


@contextmanager
def proxy(product: Product) -> Iterator[int]:
    """Run nginx before a product and yield its port."""
    folder = Path(tempfile.mkdtemp(prefix="lianxin-proxy-"))
    port = _free_port()
    conf = placed(configuration(product.root), folder, port, product.port)
    running = subprocess.Popen([program(), "-p", folder, "-c", conf, "-g", "daemon off;"])
    try:
        _wait_for(port, running)
        yield port
    finally:
        running.terminate()
        running.wait()
        shutil.rmtree(folder)


def placed(shipped: Path, folder: Path, port: int, behind: int) -> Path:
    """Write the configuration into a folder of its own: ports, certificate, paths; nothing else."""
    _certificate(folder)
    text = shipped.read_text(encoding="utf8")
    for pattern, here in (
        (r"listen \[::\].*;", ""),
        (r"listen 80 ", f"listen 127.0.0.1:{_free_port()} "),
        (r"listen 443 ", f"listen 127.0.0.1:{port} "),
        (r"127\.0\.0\.1:8000", f"127.0.0.1:{behind}"),
        (r"/etc/ssl/lianxin/", f"{folder}/"),
        (r"/run/nginx.pid", f"{folder}/pid"),
        (r"/var/log/nginx/error.log", f"{folder}/error.log"),
        (r"user www-data", f"user {getpass.getuser()}"),
        (r"http {\n", "http {\n" + "".join(_temporary(folder))),
    ):
        text, found = re.subn(pattern, here, text)
        assert found, f"{pattern} is not in {shipped}"
    conf = folder / "nginx.conf"
    conf.write_text(text, encoding="utf8")
    return conf


def _temporary(folder: Path) -> Iterator[str]:
    for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"):
        yield f"    {name}_temp_path {folder}/{name};\n"


def _certificate(folder: Path) -> None:
    """Make a certificate that nobody trusts: the drill looks at patience, not at trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "lianxin.example")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(made.public_bytes(pem))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, running: subprocess.Popen) -> None:
    while running.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("nginx did not start")
