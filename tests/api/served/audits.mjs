// Runs the audits of npm graphql-http against a URL; prints one line of JSON per audit.
// usage: node audits.mjs MODULE_FOLDER URL
import { createRequire } from "node:module";
const [folder, url] = process.argv.slice(2);
const require = createRequire(`${folder}/`);
const { serverAudits } = require("graphql-http");
for (const audit of serverAudits({ url, fetchFn: fetch })) {
  const result = await audit.fn();
  console.log(JSON.stringify({ id: audit.id, name: audit.name, status: result.status, reason: result.reason }));
}
