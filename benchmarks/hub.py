"""What a class costs a JupyterHub: seconds and memory of users who come all at once.

The hub gets an environment of its own, and its proxy comes from npm:

    python3 -m venv HUB
    HUB/bin/python -m pip install -r benchmarks/requirements.txt -c constraints.txt
    HUB/bin/python -m pip install --no-deps .
    npm install --prefix HUB configurable-http-proxy@5.3.0

    HUB/bin/python -m benchmarks.hub                  # 1 user, then 20 at once
    HUB/bin/python -m benchmarks.hub --users 40
    HUB/bin/python -m benchmarks.hub --threads 2      # of each kernel's linear algebra
    HUB/bin/python -m benchmarks.hub --chapter chapters/calculus/backpropagation.ipynb

The hub runs on this machine, in a temporary folder, with the servers of all users as
processes beside it. Each user comes, gets a server, has nbgitpuller copy this
repository into their folder, reads a chapter through the contents API, starts a kernel
and runs all its cells over the websocket, as JupyterLab would. No browser is part of
it. Linux only.

server ready
    From the user's coming until their server answers.
chapter there
    What nbgitpuller and the contents API take.
cells run
    From the start of the kernel to the end of the last cell.
server, kernel
    Memory when all users have run all cells: the proportional set size, in which a page
    that n processes share counts as 1/n for each (1 MB = 1,000,000 bytes).
together
    The same for all servers and kernels, the hub and its proxy.
"""

import argparse
import asyncio
import json
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

ROOT = Path(__file__).resolve().parents[1]
CHAPTER = "chapters/linear-algebra/linear-maps.ipynb"
PROXY = Path(sys.prefix) / "node_modules" / ".bin" / "configurable-http-proxy"
PATIENCE = 1800  # seconds

CONFIG = """\
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub}"
c.JupyterHub.db_url = "sqlite://"
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.ConfigurableHTTPProxy.command = [{proxy!r}]
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api}"
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = "{folder}/home/{{username}}"
c.Spawner.cmd = [{python!r}, "-m", "jupyterhub.singleuser", "--allow-root"]
c.Spawner.environment = {{"OMP_NUM_THREADS": "{threads}", "TRIAL": "{folder}"}}
c.Spawner.start_timeout = c.Spawner.http_timeout = {patience}
c.JupyterHub.services = [{{"name": "trial", "api_token": "{token}"}}]
c.JupyterHub.load_roles = [{{
    "name": "trial",
    "services": ["trial"],
    "scopes": ["admin:users", "admin:servers", "access:servers"],
}}]
"""


@dataclass
class Hub:
    """A hub that runs: its address, and how to ask it."""

    address: str
    token: str
    book: Path
    chapter: str

    def request(self, path: str, **more) -> HTTPRequest:
        """Return a request in the name of someone who may ask anything."""
        return HTTPRequest(
            f"{self.address}/{path}",
            headers={"Authorization": f"token {self.token}"},
            request_timeout=PATIENCE,
            connect_timeout=PATIENCE,
            **more,
        )

    async def ask(self, path: str, method: str = "GET", given: object = None) -> bytes:
        """Return the body of an answer."""
        body = json.dumps(given) if method == "POST" else None
        asked = self.request(path, method=method, body=body)
        return (await AsyncHTTPClient().fetch(asked)).body


@dataclass
class User:
    """One of the class, and how long everything took."""

    name: str
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        """Note how long something takes."""
        start = time.perf_counter()
        yield
        self.seconds[what] = time.perf_counter() - start


async def attend(hub: Hub, user: User) -> None:
    """Come, get the chapter, and run it."""
    with user.timed("server ready"):
        await start(hub, user.name)
    with user.timed("chapter there"):
        cells = await fetch(hub, user.name)
    with user.timed("cells run"):
        await run(hub, user.name, cells)


async def start(hub: Hub, name: str) -> None:
    """Make a user, and start their server."""
    await hub.ask(f"hub/api/users/{name}", "POST")
    await hub.ask(f"hub/api/users/{name}/server", "POST")
    while not json.loads(await hub.ask(f"hub/api/users/{name}"))["server"]:
        await asyncio.sleep(0.1)


async def fetch(hub: Hub, name: str) -> list[str]:
    """Let nbgitpuller copy the book, and return the code of the chapter."""
    asked = urlencode({"repo": hub.book.as_uri()})
    said = await hub.ask(f"user/{name}/git-pull/api?{asked}")
    if b'"finished"' not in said:
        raise SystemExit(f"nbgitpuller failed: {said.decode()[-500:]}")
    found = json.loads(await hub.ask(f"user/{name}/api/contents/book/{hub.chapter}"))
    cells = found["content"]["cells"]
    return [cell["source"] for cell in cells if cell["cell_type"] == "code"]


async def run(hub: Hub, name: str, cells: list[str]) -> None:
    """Start a kernel for the chapter, and run its cells one after the other."""
    asked = {
        "path": f"book/{hub.chapter}",
        "name": name,
        "type": "notebook",
        "kernel": {"name": "python3"},
    }
    made = json.loads(await hub.ask(f"user/{name}/api/sessions", "POST", asked))
    path = f"user/{name}/api/kernels/{made['kernel']['id']}/channels"
    address = hub.request(path)
    address.url = address.url.replace("http://", "ws://", 1)
    socket = await websocket_connect(address)
    for cell in cells:
        await execute(socket, cell)
    socket.close()


async def execute(socket: WebSocketClientConnection, code: str) -> None:
    """Run one cell, and wait until the kernel has nothing more to say of it."""
    number = uuid.uuid4().hex
    header = {"msg_id": number, "msg_type": "execute_request", "version": "5.3"}
    header |= {"session": number, "username": "", "date": "2000-01-01T00:00:00Z"}
    content = {"code": code, "silent": False, "store_history": True}
    content |= {"user_expressions": {}, "allow_stdin": False, "stop_on_error": True}
    message = {"header": header, "parent_header": {}, "metadata": {}}
    message |= {"content": content, "channel": "shell", "buffers": []}
    await socket.write_message(json.dumps(message))
    open_ends = {"execute_reply", "idle"}
    while open_ends:
        came = json.loads(await socket.read_message())
        if came["parent_header"].get("msg_id") != number:
            continue
        said = came["content"]
        if said.get("status") == "error":
            raise SystemExit(f"a cell failed: {said['ename']}: {said['evalue']}")
        open_ends -= {came["msg_type"], said.get("execution_state")}


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def lay_out(folder: Path, proxy: Path, threads: int, chapter: str) -> Hub:
    """Write a hub's configuration, and the repository that it hands out."""
    (folder / "home").mkdir()
    book = folder / "book"
    subprocess.run(["git", "clone", "--quiet", "--bare", ROOT, book], check=True)
    port, token = free_port(), secrets.token_hex(16)
    config = CONFIG.format(
        port=port,
        hub=free_port(),
        api=free_port(),
        proxy=str(proxy),
        folder=folder,
        python=sys.executable,
        threads=threads,
        patience=PATIENCE,
        token=token,
    )
    (folder / "jupyterhub_config.py").write_text(config)
    return Hub(f"http://127.0.0.1:{port}", token, book, chapter)


async def trial(hub: Hub, count: int) -> list[User]:
    """Let so many users come at once."""
    await answering(hub)
    users = [User(f"user{k}") for k in range(count)]
    await asyncio.gather(*(attend(hub, user) for user in users))
    return users


async def answering(hub: Hub) -> None:
    """Wait until the hub answers."""
    for _ in range(600):
        try:
            await hub.ask("hub/api/")
            return
        except (OSError, HTTPClientError):
            await asyncio.sleep(0.1)
    raise SystemExit("the hub does not answer")


# What a process is, by a word of its command.
KINDS = {b"ipykernel_launcher": "kernel", b"jupyterhub.singleuser": "server"}


def processes(folder: Path) -> Iterator[tuple[str, float]]:
    """Yield what each process of the trial is, and its memory in MB."""
    for place in Path("/proc").glob("[0-9]*"):
        try:
            said = (place / "environ").read_bytes().split(b"\0")
            lines = (place / "smaps_rollup").read_text().splitlines()
            command = (place / "cmdline").read_bytes()
        except OSError:  # it has ended, or is none of ours
            continue
        if f"TRIAL={folder}".encode() in said:
            pss = next(line for line in lines if line.startswith("Pss:"))
            kinds = (kind for word, kind in KINDS.items() if word in command)
            yield next(kinds, "hub"), int(pss.split()[1]) * 1.024 / 1000


HEADS = ("server ready", "chapter there", "cells run")


def measure(count: int, **settings) -> list[str]:
    """Return the line of the table for so many users."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        hub = lay_out(folder, **settings)
        with open(folder / "hub.log", "w") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "jupyterhub"],
                cwd=folder,
                env={**os.environ, "TRIAL": name},
                stdout=log,
                stderr=log,
            )
        try:
            users = asyncio.run(trial(hub, count))
            memory = list(processes(folder))
        except BaseException:
            print((folder / "hub.log").read_text()[-3000:], file=sys.stderr)
            raise
        finally:
            process.terminate()
            process.wait()
    times = [[user.seconds[what] for user in users] for what in HEADS]
    sizes = [[mb for part, mb in memory if part == k] for k in ("server", "kernel")]
    together = sum(mb for _, mb in memory)
    return [
        str(count),
        *(spread(values, 1) for values in times),
        *(spread(values, 0) for values in sizes),
        f"{together:.0f}",
    ]


def spread(values: list[float], digits: int) -> str:
    """Return median and worst."""
    return f"{statistics.median(values):.{digits}f} ({max(values):.{digits}f})"


def main() -> None:
    """Print the table."""
    about = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    about.add_argument("--users", type=int, nargs="+", default=[1, 20])
    about.add_argument("--threads", type=int, default=1)
    about.add_argument("--chapter", default=CHAPTER)
    about.add_argument("--proxy", type=Path, default=PROXY)
    given = about.parse_args()
    if not given.proxy.is_file():
        raise SystemExit(f"there is no proxy at {given.proxy}: see benchmarks/hub.py")
    AsyncHTTPClient.configure(None, max_clients=1000)
    print("Median (worst), seconds and MB.\n")
    heads = ["users", *HEADS, "server", "kernel", "together"]
    print(f"| {' | '.join(heads)} |\n|{' --: |' * len(heads)}")
    for count in given.users:
        line = measure(
            count, proxy=given.proxy, threads=given.threads, chapter=given.chapter
        )
        print(f"| {' | '.join(line)} |", flush=True)


if __name__ == "__main__":
    main()
