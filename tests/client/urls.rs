//! The URLs of requests: encoding and length.

use feishu_hire::mock::{self};

use crate::{TestResult, requests::only};

#[tokio::test]
async fn values_are_percent_encoded() -> TestResult {
    let server = mock::Server::start().await?;
    let note = || server.client().map(|client| client.v1().note());
    for (id, path) in [
        ("a/b?c#d%中", "a%2Fb%3Fc%23d%25%E4%B8%AD"),
        ("../../im/v1/chats", "..%2F..%2Fim%2Fv1%2Fchats"),
        ("x?user_id_type=user_id", "x%3Fuser_id_type%3Duser_id"),
    ] {
        server.clear_requests();
        note()?.delete(id).send().await?;
        assert_eq!(only(&server, "hire.v1.note.delete").await?.path, format!("/open-apis/hire/v1/notes/{path}"));
    }
    server.clear_requests();
    server.client()?.v1().interview().list().application_id("1&page_size=7#").send().await?;
    assert_eq!(only(&server, "hire.v1.interview.list").await?.query, "application_id=1%26page_size%3D7%23");
    Ok(())
}

/// Any id either reaches the server unchanged, in its own segment or parameter, or is refused.
#[tokio::test]
async fn no_value_changes_the_structure_of_the_url() -> TestResult {
    let values = [
        "../../im/v1/chats",
        "x?user_id_type=user_id",
        "x&user_id_type=user_id#y",
        "a/b?c#d%中",
        "%2e%2e%2f",
        "../\\..\\",
        "🙂",
        &"长".repeat(3_000),
    ];
    for value in values {
        let server = mock::Server::start().await?;
        let v1 = server.client()?.v1();
        v1.note().delete(value).send().await?;
        let request = only(&server, "hire.v1.note.delete").await?;
        let segment = request.path.strip_prefix("/open-apis/hire/v1/notes/").ok_or("another path")?;
        assert!(!segment.contains('/') && request.query.is_empty(), "{segment}?{}", request.query);
        assert_eq!(percent_encoding::percent_decode_str(segment).decode_utf8()?, value);

        v1.interview().get_by_talent(value).send().await?;
        let request = only(&server, "hire.v1.interview.get_by_talent").await?;
        let pairs: Vec<_> = request.query.split('&').collect();
        let [pair] = pairs.as_slice() else { return Err(format!("{} pairs", pairs.len()).into()) };
        let encoded = pair.strip_prefix("talent_id=").ok_or("another parameter")?;
        assert_eq!(percent_encoding::percent_decode_str(encoded).decode_utf8()?, value);
        assert_eq!(server.requests().len(), 3, "two calls and the token request");
    }
    let server = mock::Server::start().await?;
    let v1 = server.client()?.v1();
    for value in ["a\r\nX-Injected: 1\r\n\r\nGET / HTTP/1.1", "\0", " ", "a b", "\u{202e}\u{feff}🙂"] {
        let refused = [
            v1.note().delete(value).send().await.map(drop),
            v1.interview().get_by_talent(value).send().await.map(drop),
        ];
        for outcome in refused {
            assert!(outcome.err().is_some_and(|error| error.is_invalid_parameter()), "{value:?}");
        }
    }
    assert!(server.requests().is_empty());
    Ok(())
}

/// The URL would be too long, so the client returns an error and sends nothing.
#[tokio::test]
async fn a_value_of_100_kilobytes_is_refused() -> TestResult {
    let server = mock::Server::start().await?;
    let v1 = server.client()?.v1();
    let long = "x".repeat(100_000);
    let outcomes =
        [v1.note().delete(long.as_str()).send().await.err(), v1.interview().get_by_talent(long).send().await.err()];
    for error in outcomes {
        let error = error.ok_or("the call succeeded")?;
        assert_eq!((error.kind(), error.was_sent()), (feishu_hire::ErrorKind::InvalidParameter, false), "{error}");
        assert!(error.to_string().contains("the URL is longer than"), "{error}");
    }
    assert!(server.requests().is_empty());
    Ok(())
}
