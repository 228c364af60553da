//! The error codes, each with a number that an author can look up.
//!
//! A number is never reused: the number of a removed code stays unused, and a new code gets a new number.
//! `S00…` are files and their syntax, `S01…` the forms of the language, `S02…` types and fields, `S03…` operations and events,
//! `S04…` samples, `S05…` quirks, `S06…` Rust names.

/// Defines [`Code`] with a number and a title per variant. The explanations are in `explain/`.
macro_rules! codes {
    ($($name:ident $number:literal $title:literal;)*) => {
        /// The code of an error in the schema.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $title] $name,)*
        }

        impl Code {
            /// Every code, sorted by number.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Returns the number, such as `S0012`.
            #[must_use]
            pub fn number(self) -> &'static str {
                match self {
                    $(Self::$name => $number,)*
                }
            }

            /// Returns the title, which describes the error in a few words.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self {
                    $(Self::$name => $title,)*
                }
            }

            /// Returns the explanation as Markdown: the cause, the fix, and an erroneous example with its correction.
            ///
            /// Errors that concern a whole file have no example.
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
    NotUtf8 "S0001" "file is not UTF-8";
    TooLarge "S0002" "file is too large";
    UnexpectedFile "S0003" "unexpected file path";
    Empty "S0004" "missing value";
    NotYaml "S0005" "invalid YAML";
    Tab "S0006" "tab used for indentation";
    Indentation "S0007" "inconsistent indentation";
    SecondDocument "S0008" "second document in a file";
    UnsupportedYaml "S0009" "anchor, alias or tag";
    KeyNotString "S0010" "key is not a string";
    TooDeep "S0011" "lists and maps nested too deeply";
    DuplicateKey "S0012" "duplicate key";
    NotJson "S0013" "sample is not valid JSON";
    UnknownKey "S0101" "unknown key";
    MissingKey "S0102" "missing required key";
    WrongKind "S0103" "string, list or map expected";
    KeysOutOfOrder "S0104" "keys of an operation or an event are out of order";
    Duplicate "S0105" "duplicate entry";
    PartCount "S0106" "wrong number of parts in a line";
    NotASentence "S0107" "description is not an English sentence";
    InvalidName "S0108" "name does not follow its naming convention";
    UnnamedValue "S0109" "enum value has no name";
    NotAChineseSentence "S0110" "description is not a Chinese sentence";
    MissingTranslation "S0111" "description has no Chinese translation";
    UnknownType "S0201" "unknown type";
    InvalidType "S0202" "invalid syntax of a type";
    ForeignType "S0203" "type is private to another operation or event";
    DefinedTwice "S0204" "duplicate definition";
    Unused "S0205" "unused definition";
    TypeNotAllowed "S0206" "type is not allowed here";
    InvalidAsString "S0207" "`as string` is not allowed here";
    InvalidFlag "S0208" "flag is unknown or not allowed here";
    DefaultNotAllowed "S0209" "default is not allowed here";
    InvalidValue "S0210" "default or example is not a value of its type";
    UnknownValue "S0211" "unknown enum value";
    UnlistedExample "S0212" "example is not a listed value";
    LimitViolated "S0213" "default or example violates a limit of its field";
    LimitNotApplicable "S0214" "limit does not apply to the type";
    InvalidRange "S0215" "invalid range";
    UnknownSibling "S0216" "`deprecated` or `required_if` refers to an unknown field";
    InfiniteObject "S0217" "object always contains itself";
    NoEffect "S0218" "flag, key or default has no effect";
    InvalidEnumCode "S0219" "invalid code of an enum";
    UnknownShared "S0220" "unknown shared parameter";
    OwnerCycle "S0221" "owners of ids form a cycle";
    IdPathMismatch "S0301" "id does not match the path of its file";
    InvalidUrl "S0302" "`page` is not an HTTPS URL";
    InvalidDate "S0303" "`updated` is not a date";
    UnknownChoice "S0304" "value is not one of the accepted values";
    RedundantIdempotent "S0305" "`idempotent` repeats the default of the method";
    UnknownError "S0306" "unknown error code";
    UnknownScope "S0307" "unknown scope";
    UnknownOperation "S0308" "unknown operation";
    InvalidCall "S0309" "invalid call";
    PathParameters "S0310" "path parameters do not match the call";
    DuplicateCall "S0311" "two operations have the same call";
    InvalidPayload "S0312" "body or form is not allowed here";
    InvalidRateLimit "S0313" "invalid rate limit";
    InvalidRule "S0314" "invalid rule";
    UnknownField "S0315" "unknown parameter or field";
    FieldTypeMismatch "S0316" "referenced field has the wrong type";
    InvalidCatalogEntry "S0317" "invalid entry in `errors.yaml` or `scopes.yaml`";
    MissingGroups "S0318" "missing `groups.yaml`";
    Ungrouped "S0319" "resource is in no group";
    GroupedTwice "S0320" "resource is in two groups";
    UnknownResource "S0321" "unknown resource";
    InvalidGroupName "S0322" "invalid name of a group";
    UnknownEvent "S0323" "unknown event";
    UnknownSampleKey "S0401" "sample has an unknown key";
    MissingSampleKey "S0402" "sample lacks a `required` or `always` field";
    SampleType "S0403" "sample value has the wrong type";
    SampleValue "S0404" "sample has an unlisted enum value";
    InvalidEnvelope "S0405" "invalid envelope of a sample";
    MessageForMsg "S0406" "response sample has `message` instead of `msg`";
    TokenAfterLastPage "S0407" "page token after the last page";
    MissingSample "S0408" "missing sample";
    UnexpectedSample "S0409" "sample does not belong to an operation or an event";
    UnknownQuirkKind "S0501" "unknown kind of quirk";
    InvalidQuirkPath "S0502" "path of a quirk does not lead to a field";
    MisplacedQuirk "S0503" "kind of quirk is not allowed at its path";
    DuplicateQuirk "S0504" "duplicate quirk";
    UnneededQuirk "S0505" "quirk is no longer needed";
    QuirkValues "S0506" "invalid list of a quirk";
    NameCollision "S0601" "two names map to the same name in Rust";
    ReservedName "S0602" "reserved name";
}

impl Code {
    /// Returns the code with a number. `S0012`, `s12` and `12` are the same number.
    #[must_use]
    pub fn from_number(text: &str) -> Option<Self> {
        let digits = text.trim().trim_start_matches(['S', 's']);
        let number: u16 = digits.parse().ok()?;
        Self::ALL.iter().copied().find(|code| code.number() == format!("S{number:04}"))
    }
}
