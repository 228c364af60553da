//! The response of the interview list as a user would write it: all fields, with derived traits, strings and integers.
#![allow(missing_docs)]

use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub struct Envelope {
    pub code: i64,
    pub msg: String,
    pub data: Option<Page>,
}

#[derive(Debug, Deserialize)]
pub struct Page {
    #[serde(default)]
    pub items: Vec<Interview>,
    pub has_more: Option<bool>,
    pub page_token: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Interview {
    pub id: Option<String>,
    pub begin_time: Option<i64>,
    pub end_time: Option<i64>,
    pub round: Option<i32>,
    #[serde(default)]
    pub interview_record_list: Vec<InterviewRecord>,
    pub feedback_submit_time: Option<i64>,
    pub stage_id: Option<String>,
    pub application_id: Option<String>,
    pub stage: Option<IdName>,
    pub creator: Option<IdName>,
    pub biz_create_time: Option<i64>,
    pub biz_modify_time: Option<i64>,
    pub interview_round_summary: Option<i32>,
    pub interview_arrangement_id: Option<String>,
    pub interview_type: Option<i32>,
    pub talent_time_zone: Option<CodeName>,
    pub contact_user: Option<IdName>,
    pub contact_mobile: Option<String>,
    pub remark: Option<String>,
    pub address: Option<Address>,
    pub video_type: Option<i32>,
    pub arrangement_status: Option<i32>,
    pub arrangement_type: Option<i32>,
    pub arrangement_appointment_kind: Option<i32>,
    #[serde(default)]
    pub meeting_room_list: Vec<MeetingRoom>,
    pub interview_round_type: Option<IdName>,
}

#[derive(Debug, Deserialize)]
pub struct InterviewRecord {
    pub id: Option<String>,
    pub user_id: Option<String>,
    pub content: Option<String>,
    pub min_job_level_id: Option<String>,
    pub max_job_level_id: Option<String>,
    pub commit_status: Option<i32>,
    pub feedback_submit_time: Option<i64>,
    pub conclusion: Option<i32>,
    pub interview_score: Option<InterviewScore>,
    pub assessment_score: Option<AssessmentScore>,
    #[serde(default)]
    pub question_list: Vec<Question>,
    #[serde(default)]
    pub code_question_list: Vec<Question>,
    pub interviewer: Option<IdName>,
    #[serde(default)]
    pub image_list: Vec<Attachment>,
    #[serde(default)]
    pub dimension_assessment_list: Vec<DimensionAssessment>,
}

#[derive(Debug, Deserialize)]
pub struct InterviewScore {
    pub id: Option<String>,
    pub level: Option<i32>,
    pub zh_name: Option<String>,
    pub zh_description: Option<String>,
    pub en_name: Option<String>,
    pub en_description: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct AssessmentScore {
    pub calculate_type: Option<i32>,
    pub score: Option<f64>,
    pub full_score: Option<i32>,
}

#[derive(Debug, Deserialize)]
pub struct Question {
    pub id: Option<String>,
    pub title: Option<I18n>,
    pub description: Option<I18n>,
    pub content: Option<String>,
    #[serde(default)]
    pub ability_list: Vec<Ability>,
}

#[derive(Debug, Deserialize)]
pub struct Ability {
    pub id: Option<String>,
    pub name: Option<I18n>,
    pub description: Option<I18n>,
}

#[derive(Debug, Deserialize)]
pub struct DimensionAssessment {
    pub id: Option<String>,
    pub name: Option<I18n>,
    pub full_score: Option<i32>,
    pub content: Option<String>,
    pub dimension_id: Option<String>,
    pub dimension_score: Option<DimensionScore>,
    #[serde(default)]
    pub dimension_score_list: Vec<DimensionScore>,
    pub dimension_custom_score: Option<i32>,
    #[serde(default)]
    pub ability_list: Vec<Ability>,
    #[serde(default)]
    pub question_list: Vec<Question>,
    pub dimension_type: Option<i32>,
}

#[derive(Debug, Deserialize)]
pub struct DimensionScore {
    pub id: Option<String>,
    pub name: Option<I18n>,
    pub score_val: Option<i32>,
}

#[derive(Debug, Deserialize)]
pub struct Address {
    pub id: Option<String>,
    pub name: Option<I18n>,
    pub district: Option<CodeName>,
    pub city: Option<CodeName>,
    pub state: Option<CodeName>,
    pub country: Option<CodeName>,
}

#[derive(Debug, Deserialize)]
pub struct MeetingRoom {
    pub room_id: Option<String>,
    pub room_name: Option<String>,
    pub building_name: Option<String>,
    pub reserved_status: Option<i32>,
    pub floor_name: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Attachment {
    pub id: Option<String>,
    pub url: Option<String>,
    pub name: Option<String>,
    pub mime: Option<String>,
    pub create_time: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct IdName {
    pub id: Option<String>,
    pub name: Option<I18n>,
}

#[derive(Debug, Deserialize)]
pub struct CodeName {
    pub code: Option<String>,
    pub name: Option<I18n>,
}

#[derive(Debug, Deserialize)]
pub struct I18n {
    pub zh_cn: Option<String>,
    pub en_us: Option<String>,
}
