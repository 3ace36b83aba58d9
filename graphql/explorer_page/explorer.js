// The explorer page: sends what is typed to the path it was served from, and shows the schema.
"use strict";

const path = location.pathname;
const at = (id) => document.getElementById(id);
const KEPT = ["query", "variables", "headers"];
let stopRunning = null;

for (const id of KEPT) {
  at(id).value = sessionStorage.getItem(id) ?? (id === "query" ? "{ __typename }" : "");
  at(id).addEventListener("input", () => sessionStorage.setItem(id, at(id).value));
}
at("run").addEventListener("click", run);
at("stop").addEventListener("click", () => stopRunning?.());
at("search").addEventListener("input", () => showTypes(at("search").value));
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
});

function parsed(id) {
  const text = at(id).value.trim();
  if (!text) return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${id} is not JSON: ${error.message}`);
  }
}

function credentials() {
  const token = at("token").value.trim();
  return token ? { authorization: `Bearer ${token}` } : {};
}

async function send(question) {
  const response = await fetch(path, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/graphql-response+json",
      ...credentials(),
      ...parsed("headers"),
    },
    body: JSON.stringify(question),
  });
  return [response.status, await response.json()];
}

async function run() {
  try {
    const question = { query: at("query").value, variables: parsed("variables") };
    if (/^\s*subscription\b/m.test(question.query)) return subscribe(question);
    at("status").textContent = "…";
    const started = performance.now();
    const [status, body] = await send(question);
    at("status").textContent = `HTTP ${status}, ${Math.round(performance.now() - started)} ms`;
    at("answer").textContent = JSON.stringify(body, null, 2);
    if (!types.size) loadSchema();
  } catch (error) {
    at("status").textContent = "";
    at("answer").textContent = String(error.message ?? error);
  }
}

function subscribe(question) {
  stopRunning?.();
  const socket = new WebSocket(
    `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`,
    "graphql-transport-ws",
  );
  const say = (message) => socket.send(JSON.stringify(message));
  at("answer").textContent = "";
  at("stop").hidden = false;
  stopRunning = () => socket.close(1000);
  socket.onopen = () => say({ type: "connection_init", payload: credentials() });
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.type === "connection_ack") say({ id: "1", type: "subscribe", payload: question });
    if (message.type === "ping") say({ type: "pong" });
    if (message.type === "next" || message.type === "error")
      at("answer").textContent += `${JSON.stringify(message.payload, null, 2)}\n`;
    if (message.type === "complete") socket.close(1000);
  };
  socket.onclose = ({ code, reason }) => {
    at("status").textContent = `closed ${code} ${reason}`;
    at("stop").hidden = true;
    stopRunning = null;
  };
}

// --- the schema --------------------------------------------------------------------------------

const types = new Map();
const REFERENCE = "kind name ofType { kind name ofType { kind name ofType { kind name } } }";
const INTROSPECTION = `{ __schema { types { kind name description
  fields { name description type { ${REFERENCE} } args { name description type { ${REFERENCE} } } }
  inputFields { name description type { ${REFERENCE} } }
  enumValues { name description } possibleTypes { name } } } }`;

async function loadSchema() {
  const [, body] = await send({ query: INTROSPECTION });
  for (const type of body.data?.__schema.types ?? [])
    if (!type.name.startsWith("__")) types.set(type.name, type);
  showTypes("");
}

function node(tag, ...children) {
  const made = document.createElement(tag);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

function written(reference) {
  if (reference.kind === "NON_NULL") return [...written(reference.ofType), "!"];
  if (reference.kind === "LIST") return ["[", ...written(reference.ofType), "]"];
  return [link(reference.name)];
}

function link(name) {
  const made = node("a", name);
  made.href = `#${name}`;
  made.addEventListener("click", (event) => {
    event.preventDefault();
    showType(types.get(name));
  });
  return made;
}

function showTypes(text) {
  const wanted = text.trim().toLowerCase();
  const fits = (type) =>
    !wanted ||
    [type, ...(type.fields ?? []), ...(type.inputFields ?? [])].some((one) =>
      one.name.toLowerCase().includes(wanted),
    );
  const found = [...types.values()].filter(fits);
  at("schema").replaceChildren(...found.map((type) => node("p", link(type.name))));
}

function showType(type) {
  if (!type) return;
  const list = node("dl");
  for (const one of [...(type.fields ?? []), ...(type.inputFields ?? [])]) {
    const shown = node("dt", one.name);
    if (one.args?.length) {
      shown.append("(");
      one.args.forEach((argument, place) =>
        shown.append(place ? ", " : "", `${argument.name}: `, ...written(argument.type)),
      );
      shown.append(")");
    }
    shown.append(": ", ...written(one.type));
    list.append(shown, node("dd", one.description ?? ""));
  }
  for (const value of type.enumValues ?? [])
    list.append(node("dt", value.name), node("dd", value.description ?? ""));
  for (const member of type.possibleTypes ?? []) list.append(node("dt", link(member.name)));
  at("schema").replaceChildren(node("h2", type.name), node("p", type.description ?? ""), list);
}

loadSchema().catch(() => {
  at("status").textContent = "the schema could not be read";
});
