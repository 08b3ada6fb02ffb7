// The book without a network: a service worker. The line that the build puts above this
// one names the files of the book, each with a short name of its contents.

/* global BOOK */

const CACHE = `book-${BOOK.version}`;
const KEPT = new URL("kept", registration.scope).href;
const AWAY = "This page has not been kept for reading without a network.";

const addressed = (path) => new URL(path, registration.scope).href;
const known = new Set(Object.keys(BOOK.files).map(addressed));

/** The address under which a file is kept: a folder's is that of its first page. */
const plain = (address) => {
  const url = new URL(address);
  const path = url.pathname.endsWith("/") ? `${url.pathname}index.html` : url.pathname;
  return url.origin + path;
};

/** What an earlier edition has kept of all that the book holds, or nothing. */
async function earlier() {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    const kept = name.startsWith("book-") && (await cache.match(KEPT));
    if (kept) return { cache, files: await kept.json() };
  }
  return null;
}

/** Keep the whole book; what an earlier edition has alike is not fetched again. */
async function keepAll() {
  const before = await earlier();
  const cache = await caches.open(CACHE);
  const one = async ([path, content]) => {
    const address = addressed(path);
    if (await cache.match(address)) return;
    const alike = before?.files[path] === content && (await before.cache.match(address));
    await (alike ? cache.put(address, alike) : fetched(cache, address));
  };
  await Promise.all(Object.entries(BOOK.files).map(one));
  await cache.put(KEPT, new Response(JSON.stringify(BOOK.files)));
}

async function fetched(cache, address, how = "no-cache") {
  const answer = await fetch(address, { cache: how });
  if (answer.ok && !answer.redirected) await cache.put(keyed(address), answer.clone());
  return answer;
}

/** An address that names its contents says which edition it is of; others do not. */
const isNamed = (address) => new URL(address).searchParams.has("v");
const keyed = (address) => (isNamed(address) ? address : plain(address));

/** A file as the server has it now; only where no server answers, as it was kept. */
async function newest(address) {
  const cache = await caches.open(CACHE);
  const same = isNamed(address) && (await cache.match(address));
  if (same) return same;
  try {
    return await fetched(cache, address, isNamed(address) ? "default" : "no-cache");
  } catch {
    const kept = await cache.match(plain(address));
    return kept ?? new Response(AWAY, { status: 503, headers: { "Content-Type": "text/plain" } });
  }
}

addEventListener("install", (event) => {
  skipWaiting();
  // Who has kept the book keeps it in the new edition too.
  event.waitUntil(earlier().then((kept) => kept && keepAll()));
});

addEventListener("activate", (event) => {
  const old = async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("book-"));
    await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
    await clients.claim();
  };
  event.waitUntil(old());
});

addEventListener("message", (event) => {
  if (event.data !== "keep all") return;
  const said = (text) => event.source.postMessage(text);
  event.waitUntil(keepAll().then(() => said("kept"), () => said("not kept")));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && known.has(plain(request.url))) {
    event.respondWith(newest(request.url));
  }
});
