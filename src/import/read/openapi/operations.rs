//! The operations of an API: which respond with which status, and which schemas a status has.

use std::collections::{HashMap, HashSet};

use super::{Record, data, rich, table};
use crate::import::document::{Block, TableKind};
use crate::import::read::data::Value;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// At most this many references are followed in all.
const MAX_STEPS: usize = 500_000;

/// At most this many operations are listed for a row.
const MAX_ENDPOINTS: usize = 24;

/// A response of one or more operations.
pub struct Response<'a> {
    /// The status, such as `404`, `4XX` or `default`.
    pub status: String,
    /// The description and content.
    pub value: &'a Value,
    /// The operations, such as `GET /users`.
    pub endpoints: Vec<String>,
}

/// Responses and the schemas in them.
pub struct Usage<'a> {
    /// The responses of all operations; a shared response is listed once.
    pub responses: Vec<Response<'a>>,
    /// By the name of a schema: the statuses and operations that use it.
    schemas: HashMap<String, (Vec<String>, Vec<String>)>,
    extensions: Vec<(String, &'a Value)>,
}

impl<'a> Usage<'a> {
    /// The responses of an API.
    pub fn new(api: &'a Value) -> Self {
        let mut usage =
            Self { responses: Vec::new(), schemas: HashMap::new(), extensions: Vec::new() };
        for (path, item) in api.get("paths").map(Value::entries).unwrap_or_default() {
            for (method, operation) in
                item.entries().iter().filter(|(method, _)| METHODS.contains(&method.as_str()))
            {
                let endpoint = format!("{} {path}", method.to_uppercase());
                usage.operation(api, &endpoint, operation);
            }
        }
        let shared = api
            .get("components")
            .and_then(|components| components.get("responses"))
            .or(api.get("responses"));
        for (name, response) in shared.map(Value::entries).unwrap_or_default() {
            usage.add(status_in(name).unwrap_or(name), response, None);
        }
        usage.reach(api);
        usage
    }

    /// Whether responses with errors have schemas.
    pub fn has_error_schemas(&self) -> bool {
        !self.schemas.is_empty()
    }

    fn operation(&mut self, api: &'a Value, endpoint: &str, operation: &'a Value) {
        for (status, response) in operation.get("responses").map(Value::entries).unwrap_or_default()
        {
            if let Some(response) = resolve(api, response) {
                self.add(status, response, Some(endpoint));
            }
        }
        let extensions = operation.entries().iter().filter(|(name, _)| name.starts_with("x-"));
        self.extensions.extend(extensions.map(|(_, value)| (endpoint.to_owned(), value)));
    }

    fn add(&mut self, status: &str, value: &'a Value, endpoint: Option<&str>) {
        let endpoint = endpoint.map(str::to_owned);
        let known = self
            .responses
            .iter_mut()
            .rev()
            .take(512)
            .find(|response| std::ptr::eq(response.value, value));
        if let Some(known) = known {
            known.endpoints.extend(endpoint.filter(|_| known.endpoints.len() < MAX_ENDPOINTS));
        } else {
            self.responses.push(Response {
                status: status.to_owned(),
                value,
                endpoints: endpoint.into_iter().collect(),
            });
        }
    }

    /// Finds the schemas that each response refers to.
    fn reach(&mut self, api: &Value) {
        let mut steps = 0;
        for response in self.responses.iter().filter(|response| is_error(&response.status)) {
            let mut seen = HashSet::new();
            let mut open: Vec<&Value> = vec![response.value];
            while let Some(value) = open.pop() {
                steps += 1;
                if steps > MAX_STEPS {
                    return;
                }
                open.extend(value.items());
                open.extend(value.entries().iter().map(|(_, value)| value));
                let Some(name) = value.text("$ref").and_then(|target| target.rsplit('/').next())
                else {
                    continue;
                };
                if !seen.insert(name) {
                    continue;
                }
                let (statuses, endpoints) = self.schemas.entry(name.to_owned()).or_default();
                if !statuses.contains(&response.status) {
                    statuses.push(response.status.clone());
                }
                for endpoint in
                    response.endpoints.iter().take(MAX_ENDPOINTS.saturating_sub(endpoints.len()))
                {
                    if !endpoints.contains(endpoint) {
                        endpoints.push(endpoint.clone());
                    }
                }
                open.extend(schema(api, name));
            }
        }
    }

    /// The columns of a schema: the status and the operations that use it.
    pub fn columns(&self, name: &str) -> Record {
        let Some((statuses, endpoints)) = self.schemas.get(name) else {
            return status_in(name)
                .map(|status| ("status".to_owned(), status.to_owned()))
                .into_iter()
                .collect();
        };
        let statuses: Vec<&str> =
            statuses.iter().map(String::as_str).filter(|status| *status != "default").collect();
        let mut record = Record::new();
        let status = status_in(name)
            .map(str::to_owned)
            .or_else(|| (!statuses.is_empty()).then(|| statuses.join("\n")));
        record.extend(status.map(|status| ("status".to_owned(), status)));
        if !endpoints.is_empty() {
            record.push(("endpoints".to_owned(), endpoints.join("\n")));
        }
        record
    }

    /// Whether a response with an error uses a schema.
    pub fn is_error_schema(&self, name: &str) -> bool {
        self.schemas.contains_key(name)
    }

    /// Adds the table of responses, what their descriptions list, and the tables in extensions.
    pub fn responses(&self, blocks: &mut Vec<Block>) {
        let mut records = Vec::new();
        let mut described: Vec<Block> = Vec::new();
        let mut known = HashSet::new();
        for response in self.responses.iter().filter(|response| is_error(&response.status)) {
            let description = response.value.text("description").unwrap_or_default();
            let mut record: Record = vec![
                ("status".to_owned(), response.status.clone()),
                ("description".to_owned(), description.to_owned()),
            ];
            for (name, value) in
                response.value.entries().iter().filter(|(name, _)| name.starts_with("x-"))
            {
                match value.as_text() {
                    Some(text) => record.push((name.clone(), text.to_owned())),
                    None => data::add_tables(value, &mut described),
                }
            }
            record.push(("endpoints".to_owned(), response.endpoints.join("\n")));
            records.push(record);
            if description.contains('\n') && known.insert(description) {
                let tables = rich::blocks(description)
                    .into_iter()
                    .filter(|block| matches!(block, Block::Table(_)));
                described.extend(tables.map(|block| with_status(block, response)));
            }
        }
        blocks.extend(table(Some("responses".to_owned()), TableKind::Responses, &records));
        blocks.append(&mut described);
        for (endpoint, value) in &self.extensions {
            let mut found = Vec::new();
            data::add_tables(value, &mut found);
            blocks.extend(found.into_iter().map(|block| with_column(block, "endpoints", endpoint)));
        }
    }
}

fn with_status(block: Block, response: &Response) -> Block {
    let block = with_column(block, "status", &response.status);
    if response.endpoints.is_empty() {
        block
    } else {
        with_column(block, "endpoints", &response.endpoints.join("\n"))
    }
}

/// A table with one more column of the same text.
fn with_column(block: Block, name: &str, text: &str) -> Block {
    let Block::Table(mut found) = block else { return block };
    let width = found.rows.first().map_or(0, Vec::len);
    found.header.resize(width, crate::import::document::Cell::default());
    found.header.push(rich::cell(name));
    for row in &mut found.rows {
        row.push(rich::cell(text));
    }
    Block::Table(found)
}

/// Whether a status is that of an error.
pub fn is_error(status: &str) -> bool {
    !status.starts_with(['1', '2', '3'])
}

/// A status at an end of the name of a schema, such as `plans.create-400`.
pub fn status_in(name: &str) -> Option<&str> {
    let is_status = |part: &&str| {
        part.len() == 3
            && part.starts_with(['4', '5'])
            && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    name.split(|c: char| !c.is_ascii_digit()).find(is_status)
}

/// What a reference leads to.
fn resolve<'a>(api: &'a Value, value: &'a Value) -> Option<&'a Value> {
    let Some(target) = value.text("$ref") else { return Some(value) };
    let mut found = api;
    for key in target.strip_prefix("#/")?.split('/') {
        found = found.get(&key.replace("~1", "/").replace("~0", "~"))?;
    }
    Some(found)
}

/// A schema, response or example by its name.
fn schema<'a>(api: &'a Value, name: &str) -> Option<&'a Value> {
    let components = api.get("components");
    let kinds =
        ["schemas", "responses", "examples"].iter().filter_map(|kind| components?.get(kind));
    let mut all = kinds.chain(api.get("definitions")).chain(api.get("responses"));
    all.find_map(|kind| kind.get(name))
}
