//! The downloads without arguments and signals, so that tests can run them.

use std::{
    error::Error,
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
    pin::pin,
};

use feishu_hire::{
    Client,
    model::{ApplicationId, AttachmentId, AttachmentType, InterviewRecordId, JobId, TalentId},
};
use futures_util::TryStreamExt as _;
use tempfile::NamedTempFile;

pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

/// What to download, and where to.
pub(crate) struct Collection {
    pub(crate) client: Client,
    pub(crate) job: JobId,
    pub(crate) folder: PathBuf,
    /// Number of applications processed concurrently.
    pub(crate) concurrent: usize,
}

/// Result of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Complete,
    /// The run was stopped; the next run continues.
    Stopped,
}

/// Numbers of files of an application.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Files {
    pub(crate) new: u32,
    /// Written by an earlier run.
    pub(crate) existing: u32,
    /// Deleted at Feishu in the meantime.
    pub(crate) missing: u32,
}

impl Collection {
    /// Downloads all files of the job, or stops early when `stop` is ready. `report` receives the outcome of each application.
    ///
    /// The run may be dropped at any `await`: a file gets its final name only when it is complete.
    pub(crate) async fn run(
        &self,
        stop: impl Future<Output = ()>,
        mut report: impl FnMut(&ApplicationId, Outcome<Files>),
    ) -> Outcome<End> {
        let list = self.client.v1().application().list().job_id(&self.job).page_size(200).items();
        let applications = list.map_ok(async |application: ApplicationId| {
            let files = self.application(&application).await;
            Ok((application, files))
        });
        let (mut applications, mut stop) = (pin!(applications.try_buffer_unordered(self.concurrent)), pin!(stop));
        loop {
            tokio::select! {
                biased;
                () = &mut stop => return Ok(End::Stopped),
                next = applications.try_next() => match next? {
                    Some((application, files)) => report(&application, files),
                    None => return Ok(End::Complete),
                },
            }
        }
    }

    async fn application(&self, application: &ApplicationId) -> Outcome<Files> {
        let mut files = Files::default();
        let detail = match self.client.v1().application().get_detail(application).send().await {
            Err(error) if error.is_not_found() => return Ok(Files { missing: 1, ..files }),
            detail => detail?.application_detail,
        };
        let folder = self.folder.join(file_name(application)?);
        if let Some(talent) = detail.and_then(|detail| detail.basic_info?.talent_id) {
            self.resumes(&talent, &folder.join("resumes"), &mut files).await?;
        }
        self.records(application, &folder.join("records"), &mut files).await?;
        Ok(files)
    }

    async fn resumes(&self, talent: &TalentId, folder: &Path, files: &mut Files) -> Outcome<()> {
        let talent = match self.client.v2().talent().get(talent).send().await {
            Err(error) if error.is_not_found() => {
                files.missing += 1;
                return Ok(());
            }
            talent => talent?,
        };
        for id in &talent.resume_attachment_id_list {
            let folder = folder.join(file_name(id)?);
            if has_file(&folder)? {
                files.existing += 1;
            } else {
                files.count(self.resume(id, &folder).await)?;
            }
        }
        Ok(())
    }

    async fn resume(&self, id: &AttachmentId, folder: &Path) -> Outcome<()> {
        let response = self.client.v1().attachment().get(id).r#type(AttachmentType::Resume).send().await?;
        let attachment = response.attachment.ok_or("the response contains no attachment")?;
        create_private(folder)?;
        attachment.download(&self.client).to_folder(folder).await?;
        Ok(())
    }

    async fn records(&self, application: &ApplicationId, folder: &Path, files: &mut Files) -> Outcome<()> {
        let mut interviews = self.client.v1().interview().list().application_id(application).page_size(100).items();
        while let Some(interview) = interviews.try_next().await? {
            for id in interview.interview_record_list.iter().filter_map(|record| record.id.as_ref()) {
                let path = folder.join(format!("{}.json", file_name(id)?));
                if path.try_exists()? {
                    files.existing += 1;
                } else {
                    files.count(self.record(id, &path).await)?;
                }
            }
        }
        Ok(())
    }

    async fn record(&self, id: &InterviewRecordId, path: &Path) -> Outcome<()> {
        let response = self.client.v2().interview_record().get(id).send().await?;
        let record = response.interview_record.ok_or("the response contains no interview record")?;
        let folder = path.parent().ok_or("the path has no folder")?;
        create_private(folder)?;
        let mut file = NamedTempFile::new_in(folder)?;
        file.write_all(&serde_json::to_vec_pretty(&record)?)?;
        file.persist_noclobber(path)?;
        Ok(())
    }
}

impl Files {
    /// Counts a file that was written, or that does not exist at Feishu. Returns any other error, which ends the processing of the application.
    fn count(&mut self, written: Outcome<()>) -> Outcome<()> {
        match written {
            Ok(()) => self.new += 1,
            Err(error) if error.downcast_ref().is_some_and(feishu_hire::Error::is_not_found) => self.missing += 1,
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

/// Returns an id as a file name. Ids consist of letters, digits, `-` and `_`. Any other character is an error, because the path could leave the folder.
fn file_name(id: &impl ToString) -> Outcome<String> {
    let id = id.to_string();
    let is_safe = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
    if id.is_empty() || !id.chars().all(is_safe) { Err("an id is not usable as a file name".into()) } else { Ok(id) }
}

/// Whether the folder contains a complete file. Names of incomplete files start with a dot.
fn has_file(folder: &Path) -> io::Result<bool> {
    match fs::read_dir(folder) {
        Ok(entries) => {
            let names: Vec<_> = entries.map(|entry| Ok(entry?.file_name())).collect::<io::Result<_>>()?;
            Ok(names.iter().any(|name| !name.to_string_lossy().starts_with('.')))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Creates folders that only the owner can open, because the files contain personal data.
fn create_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
