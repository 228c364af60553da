//! Texts in both languages, for messages that arise where the language is not known.

use std::{fmt::Display, io};

use crate::language::Language;

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Text {
    english: String,
    chinese: String,
}

impl Text {
    pub(crate) fn new(english: impl Into<String>, chinese: impl Into<String>) -> Self {
        Self { english: english.into(), chinese: chinese.into() }
    }

    /// A text of someone else, which is the same in both languages.
    pub(crate) fn foreign(text: impl Display) -> Self {
        Self::new(text.to_string(), text.to_string())
    }

    /// What the system says about an error.
    pub(crate) fn of_io(error: &io::Error) -> Self {
        let chinese = match error.kind() {
            io::ErrorKind::NotFound => "文件或目录不存在",
            io::ErrorKind::PermissionDenied => "没有访问权限",
            io::ErrorKind::AlreadyExists => "已存在",
            io::ErrorKind::IsADirectory => "是目录，而不是文件",
            io::ErrorKind::NotADirectory => "不是目录",
            io::ErrorKind::StorageFull => "磁盘空间不足",
            io::ErrorKind::ReadOnlyFilesystem => "文件系统只读",
            io::ErrorKind::InvalidData => "内容不是有效的 UTF-8 文本",
            io::ErrorKind::AddrInUse => "端口已被占用",
            _ => return Self::foreign(error),
        };
        Self::new(error.to_string(), chinese)
    }

    /// Says what the text is about.
    pub(crate) fn about(self, subject: impl Display) -> Self {
        Self::new(format!("{subject}: {}", self.english), format!("{subject}：{}", self.chinese))
    }

    /// Says what the text is the cause of.
    pub(crate) fn within(self, english: &str, chinese: &str) -> Self {
        Self::new(format!("{english}: {}", self.english), format!("{chinese}：{}", self.chinese))
    }

    pub(crate) fn get(&self, language: Language) -> &str {
        language.select(&self.english, &self.chinese)
    }
}
