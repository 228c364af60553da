//! The steps of the pipeline. A step that finds an existing object returns it instead of creating another one.

use std::{error::Error, fmt};

use feishu_hire::{
    Client, error_code,
    model::{
        ApplicationActiveFilter, ApplicationId, JobId, OfferBasicInfoInput, OfferId, StageId, TalentBasicInfoInput,
        TalentId,
    },
};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The candidate, and the values with which the steps create the objects.
pub(crate) struct Candidate {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) note: String,
    pub(crate) job: JobId,
    pub(crate) stage: StageId,
    pub(crate) offer: OfferBasicInfoInput,
}

/// A completed step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Talent(Made<TalentId>),
    Application(Made<ApplicationId>),
    Note(Made<ApplicationId>),
    Stage(Made<StageId>),
    Offer(Made<OfferId>),
}

/// An object of a step: created by it, or already existing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Made<T> {
    New(T),
    Existing(T),
}

impl<T> Made<T> {
    fn id(&self) -> &T {
        let (Self::New(id) | Self::Existing(id)) = self;
        id
    }
}

/// Runs all steps. `report` receives each completed step.
pub(crate) async fn hire(client: &Client, candidate: &Candidate, mut report: impl FnMut(Step)) -> Outcome<()> {
    let talent = talent(client, candidate).await?;
    report(Step::Talent(talent.clone()));
    let application = application(client, talent.id(), &candidate.job).await?;
    report(Step::Application(application.clone()));
    let application = application.id();
    report(Step::Note(note(client, talent.id(), application, &candidate.note).await?));
    report(Step::Stage(stage(client, application, &candidate.stage).await?));
    report(Step::Offer(offer(client, application, &candidate.offer).await?));
    Ok(())
}

async fn talent(client: &Client, candidate: &Candidate) -> Outcome<Made<TalentId>> {
    let known = client.v1().talent().batch_get_id().email_list([candidate.email.as_str()]).send().await?;
    if let Some(id) = known.talent_list.into_iter().find_map(|talent| talent.talent_id) {
        return Ok(Made::Existing(id));
    }
    let info = TalentBasicInfoInput::new(candidate.name.as_str()).email(candidate.email.as_str());
    let created = client.v1().talent().combined_create(info).send().await?;
    Ok(Made::New(created.talent_id.ok_or("the response contains no talent id")?))
}

async fn application(client: &Client, talent: &TalentId, job: &JobId) -> Outcome<Made<ApplicationId>> {
    match client.v1().application().create(talent, job).send().await {
        Ok(created) => Ok(Made::New(created.id.ok_or("the response contains no application id")?)),
        Err(error) if error.code() == Some(error_code::APPLICATION_DUPLICATE) => {
            let list = client.v1().application().list().talent_id(talent).job_id(job);
            let existing = list.active_status(ApplicationActiveFilter::Active).items().try_next().await?;
            // If the list is empty, the original error is more helpful.
            Ok(Made::Existing(existing.ok_or(error)?))
        }
        Err(error) => Err(error.into()),
    }
}

async fn note(
    client: &Client,
    talent: &TalentId,
    application: &ApplicationId,
    text: &str,
) -> Outcome<Made<ApplicationId>> {
    let mut notes = client.v1().note().list(talent).items();
    while let Some(note) = notes.try_next().await? {
        if note.application_id.as_ref() == Some(application) && note.content.is_some_and(|content| content == text) {
            return Ok(Made::Existing(application.clone()));
        }
    }
    client.v1().note().create(talent, text).application_id(application).send().await?;
    Ok(Made::New(application.clone()))
}

async fn stage(client: &Client, application: &ApplicationId, stage: &StageId) -> Outcome<Made<StageId>> {
    let detail = client.v1().application().get_detail(application).send().await?.application_detail;
    let current = detail.and_then(|detail| detail.basic_info?.stage?.id);
    if current.as_ref() == Some(stage) {
        return Ok(Made::Existing(stage.clone()));
    }
    client.v1().application().transfer_stage(application, stage).send().await?;
    Ok(Made::New(stage.clone()))
}

async fn offer(client: &Client, application: &ApplicationId, info: &OfferBasicInfoInput) -> Outcome<Made<OfferId>> {
    match client.v1().offer().create(application, info.clone()).send().await {
        Ok(created) => Ok(Made::New(created.offer_id.ok_or("the response contains no offer id")?)),
        Err(error) if error.code() == Some(error_code::OFFER_ALREADY_EXISTS) => {
            let existing = client.v1().application().offer(application).send().await?.offer;
            Ok(Made::Existing(existing.and_then(|offer| offer.id).ok_or(error)?))
        }
        Err(error) => Err(error.into()),
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Talent(talent) => write!(f, "talent       {talent}"),
            Self::Application(application) => write!(f, "application  {application}"),
            Self::Note(application) => write!(f, "note of      {application}"),
            Self::Stage(stage) => write!(f, "stage        {stage}"),
            Self::Offer(offer) => write!(f, "offer        {offer}"),
        }
    }
}

impl<T: fmt::Display> fmt::Display for Made<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::New(id) => write!(f, "{id}"),
            Self::Existing(id) => write!(f, "{id} (existing)"),
        }
    }
}
