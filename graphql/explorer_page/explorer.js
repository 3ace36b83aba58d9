// Starts GraphiQL on the path that this page was served from, with the token of the field above it.
"use strict";

const DEFAULT_QUERY = `# Paste a token above. Ctrl+Enter runs; the book on the left shows the schema.
{
  me { tenantName role }
  wksbms(first: 5) {
    totalCount
    nodes { name stage villageName }
  }
}
`;

const field = document.getElementById("token");
field.value = sessionStorage.getItem("token") ?? "";
field.addEventListener("input", () => sessionStorage.setItem("token", field.value.trim()));

function credentials() {
  const token = field.value.trim();
  return token ? { authorization: `Bearer ${token}` } : {};
}

function lowerCased(headers) {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}

// Headers go with a request over HTTP, and as payload of connection_init over WebSocket: a
// socket for each subscription, so that a new token holds for the next one.
const request = GraphiQL.createFetcher({
  url: location.pathname,
  subscriptionUrl: `${location.origin.replace(/^http/, "ws")}${location.pathname}`,
  enableIncrementalDelivery: false,
  headers: { accept: "application/graphql-response+json, application/json" },
});

// GraphiQL's own parsed document is a moment older than the text, and decides about the transport.
function parsed(text) {
  try {
    return GraphiQL.GraphQL.parse(text);
  } catch {
    return undefined; // the server says what is wrong with it
  }
}

// What is typed under Headers goes before the field; names in one case, or fetch would join both.
function fetcher(question, options) {
  const headers = { ...credentials(), ...lowerCased(options?.headers) };
  return request(question, { ...options, documentAST: parsed(question.query), headers });
}

ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, {
    fetcher,
    defaultQuery: DEFAULT_QUERY,
    inputValueDeprecation: true,
    schemaDescription: true,
    shouldPersistHeaders: false,
    storage: sessionStorage, // queries may name persons: nothing outlives the tab
  }),
);
