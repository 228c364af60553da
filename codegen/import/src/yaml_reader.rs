//! Reads values of an expected kind from parsed YAML.

use feishu_codegen::{
    Code, Diagnostic, File, FileId, Sources, Span,
    draft::{Entry, Node, Scalar, parse_yaml},
};

/// Reads values from YAML, and collects errors.
#[derive(Default)]
pub(crate) struct YamlReader {
    pub(crate) errors: Vec<Diagnostic>,
}

impl YamlReader {
    /// Parses the file with a path. Returns `None` if there is no such file, or if it is not YAML, which is reported.
    pub(crate) fn parse(&mut self, sources: &Sources, path: &str) -> Option<Node> {
        let (id, file): (FileId, &File) = sources.iter().find(|(_, file)| file.path == path)?;
        parse_yaml(id, file).map_err(|errors| self.errors.extend(errors)).ok()
    }

    pub(crate) fn add(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.errors.push(Diagnostic::new(code, span, message));
    }

    /// Returns the entries of a map.
    pub(crate) fn entries<'n>(&mut self, node: &'n Node, what: &str) -> &'n [Entry] {
        match node {
            Node::Map(map) => &map.entries,
            _ => self.reject(node, what, "a map"),
        }
    }

    /// Returns the items of a list.
    pub(crate) fn items<'n>(&mut self, node: &'n Node, what: &str) -> &'n [Node] {
        match node {
            Node::List(list) => &list.items,
            _ => self.reject(node, what, "a list"),
        }
    }

    /// Returns the text of a string.
    pub(crate) fn text<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n Scalar> {
        match node {
            Node::Text(scalar) => Some(scalar),
            _ => {
                self.reject::<Node>(node, what, "a string");
                None
            }
        }
    }

    /// Returns the texts of a list of strings.
    pub(crate) fn texts<'n>(&mut self, node: &'n Node, what: &str) -> Vec<&'n Scalar> {
        let items = self.items(node, what);
        items.iter().filter_map(|item| self.text(item, &format!("an entry of {what}"))).collect()
    }

    /// Reports an unknown key.
    pub(crate) fn reject_key(&mut self, key: &Scalar, what: &str, known: &[&str]) {
        let message = format!("unknown key `{}` in {what}", key.text);
        let help = format!("the known keys are {}", known.join(", "));
        let mistake = Diagnostic::new(Code::UnknownKey, key.span, message).help(help);
        self.errors.push(mistake.did_you_mean(&key.text, known.iter().copied()));
    }

    fn reject<'n, T>(&mut self, node: &Node, what: &str, expected: &str) -> &'n [T] {
        self.add(Code::WrongKind, node.span(), format!("expected {expected} for {what}, found {}", node.kind()));
        &[]
    }
}
