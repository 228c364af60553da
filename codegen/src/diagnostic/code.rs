//! The kinds of mistakes, each with a number that an author can look up.
//!
//! A number stands for one kind for ever: a kind that goes leaves a gap, a new one takes a number that was never used.
//! `S00…` are files and their text, `S01…` the forms of the language, `S02…` types and fields, `S03…` operations,
//! `S04…` samples, `S05…` quirks, `S06…` names in Rust.

/// Writes the enum and what is told of each kind; the longer text stands in `explain/`.
macro_rules! codes {
    ($($name:ident $number:literal $title:literal;)*) => {
        /// A kind of mistake.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $title] $name,)*
        }

        impl Code {
            /// Every kind, by number.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// `S0012`
            #[must_use]
            pub fn number(self) -> &'static str {
                match self {
                    $(Self::$name => $number,)*
                }
            }

            /// What kind of mistake it is, in one line.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self {
                    $(Self::$name => $title,)*
                }
            }

            /// What is behind it and how to mend it, as Markdown: with an example that is wrong and the same put right,
            /// unless the mistake is about a file as a whole.
            #[must_use]
            pub fn explanation(self) -> &'static str {
                match self {
                    $(Self::$name => include_str!(concat!("explain/", $number, ".md")),)*
                }
            }
        }
    };
}

codes! {
    NotUtf8 "S0001" "a file is not UTF-8";
    TooLarge "S0002" "a file is too large";
    NoPlace "S0003" "a file has no place in the schema";
    Empty "S0004" "nothing stands where something is expected";
    NotYaml "S0005" "a file is not YAML";
    Tab "S0006" "a tab indents";
    Indentation "S0007" "a line is indented otherwise than those beside it";
    SecondDocument "S0008" "a file holds two documents";
    YamlExtra "S0009" "an anchor, an alias or a tag";
    KeyIsNoText "S0010" "a key is no text";
    TooDeep "S0011" "lists and maps stand too deep in each other";
    DuplicateKey "S0012" "a key is given twice";
    NotJson "S0013" "a sample is not JSON";
    UnknownKey "S0101" "a key that is none";
    MissingKey "S0102" "a needed key is missing";
    WrongKind "S0103" "a text, a list or a map where another of them is expected";
    KeysOutOfOrder "S0104" "the keys of an operation are out of order";
    Twice "S0105" "something is said twice";
    Parts "S0106" "a line has too few or too many parts";
    NoSentence "S0107" "a doc is no sentence";
    Name "S0108" "a name is not written as names of its kind are";
    UnknownType "S0201" "there is no such type";
    NoType "S0202" "a type that cannot be read";
    ForeignType "S0203" "a type belongs to another operation";
    DefinedTwice "S0204" "two definitions have one name";
    Unused "S0205" "nothing uses it";
    TypeNotHere "S0206" "a type cannot stand here";
    AsString "S0207" "`as string` does not belong here";
    Flag "S0208" "a flag that is none, or none here";
    NoDefaultHere "S0209" "there is no default here";
    NoValue "S0210" "a default or an example is no value of its type";
    UnknownValue "S0211" "an enum has no such value";
    UnlistedExample "S0212" "an example is no listed value";
    BeyondLimit "S0213" "a default or an example is beyond the field's own limit";
    LimitOfOthers "S0214" "a limit or `values` for another type";
    NoRange "S0215" "a range that is none";
    UnknownSibling "S0216" "`deprecated` names no field beside this one";
    Endless "S0217" "every object would hold another one";
    Unsent "S0218" "a field of an object says what its use gives no sense";
    EnumCode "S0219" "the codes of an enum";
    UnknownShared "S0220" "there is no such shared parameter";
    IdIsNotPath "S0301" "the id is not that of the file's path";
    NoAddress "S0302" "`page` is no https address";
    NoDate "S0303" "`updated` is no date";
    UnknownWord "S0304" "a word that is none of those expected";
    IdempotentAnyway "S0305" "`idempotent` says what the method says";
    UnknownError "S0306" "there is no such error code";
    UnknownScope "S0307" "there is no such scope";
    UnknownOperation "S0308" "there is no such operation";
    Call "S0309" "a call that cannot be read";
    PathParameters "S0310" "the path and the fields under `path` disagree";
    SameCall "S0311" "two operations have the same call";
    Payload "S0312" "a body or form that the call cannot have";
    Limits "S0313" "rate limits that cannot be read";
    Rule "S0314" "a rule that cannot be read";
    UnknownField "S0315" "a key names a parameter or a field that there is not";
    FieldOfOtherType "S0316" "a key names a field of another type";
    CatalogEntry "S0317" "an entry of `errors.yaml` or `scopes.yaml` that cannot be read";
    NoGroups "S0318" "there is no `groups.yaml`";
    Ungrouped "S0319" "a resource is in no group";
    GroupedTwice "S0320" "a resource is in two groups";
    UnknownResource "S0321" "a group lists a resource that no operation has";
    GroupName "S0322" "a group has a name that no feature can have";
    SampleKey "S0401" "a sample has a key that the schema lacks";
    SampleLacks "S0402" "a sample lacks what is `required` or `always`";
    SampleType "S0403" "a sample's value has another type";
    SampleValue "S0404" "a sample holds an enum value that is not listed";
    Envelope "S0405" "an answer without its envelope";
    MessageForMsg "S0406" "the answer says `message` where others say `msg`";
    TokenAfterLastPage "S0407" "a page token although there is no next page";
    NoSample "S0408" "there is no sample";
    StraySample "S0409" "a sample that belongs to nothing";
    QuirkKind "S0501" "there is no such kind of quirk";
    QuirkPath "S0502" "a quirk's path leads nowhere";
    QuirkPlace "S0503" "a quirk of that kind does not stand at that place";
    QuirkTwice "S0504" "two quirks say the same";
    QuirkIdle "S0505" "a quirk no longer bites";
    QuirkValues "S0506" "the `values` of a quirk";
    NamesCollide "S0601" "two names become one in Rust";
    NameTaken "S0602" "a name that Rust cannot take, or that an operation has taken";
}

impl Code {
    /// The kind of a number, however it was typed: `S0012`, `s12`, `12`.
    #[must_use]
    pub fn from_number(text: &str) -> Option<Self> {
        let digits = text.trim().trim_start_matches(['S', 's']);
        let number: u16 = digits.parse().ok()?;
        Self::ALL.iter().copied().find(|code| code.number() == format!("S{number:04}"))
    }
}
