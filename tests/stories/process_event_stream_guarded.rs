//! Does the program reach a server that wants TLS, a certificate and a password, and does the doctor say how it stands?

use std::path::Path;
use std::process::Command;

use async_nats::ConnectOptions;
use async_nats::jetstream;
use tests::process::{eventually, run};
use tests::{NatsServer, Reader, Request, Stood};

use crate::process::{Town, WALK};

/// A certificate that vouches for itself, good for server and client.
fn certified(folder: &Path) {
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"])
        .args(["-days", "2", "-subj", "/CN=nats", "-addext", "subjectAltName=IP:127.0.0.1"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE", "-keyout"])
        .arg(folder.join("key.pem"))
        .arg("-out")
        .arg(folder.join("cert.pem"))
        .output();
    let made = made.expect("openssl is missing: tests/run installs it; by hand: apt-get install openssl");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

fn said(config: &str, folder: &Path) -> (i32, String) {
    let file = folder.join("doctor.toml");
    std::fs::write(&file, config).expect("a configuration can be written");
    let (file, data) = (file.display().to_string(), folder.join("none").display().to_string());
    let ended = run(&["doctor", "--lang", "en", "--config", &file, "--data", &data], b"");
    let about: Vec<&str> = ended.out.lines().filter(|line| line.contains("event stream")).collect();
    (ended.code, about.join("\n"))
}

#[test]
fn a_guarded_server_is_reached_with_certificate_and_password_only() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    certified(folder.path());
    let at = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(folder.path().join("password"), "very-secret\n").expect("a file can be written");
    let guarded = format!(
        "tls {{ cert_file: {cert:?}, key_file: {key:?}, ca_file: {cert:?}, verify: true, timeout: 10 }}\n\
         authorization {{ user: jiesu, password: very-secret, timeout: 10 }}\n",
        cert = at("cert.pem"),
        key = at("key.pem"),
    );
    let nats = NatsServer::started_with(&guarded);
    let plain = format!("[events]\nnats = \"{}\"\ntimeout_seconds = 2\n", nats.url());
    let tls = format!("{plain}tls = true\ntls_ca_file = {:?}\n", at("cert.pem"));
    let known = format!("{tls}tls_cert_file = {:?}\ntls_key_file = {:?}\n", at("cert.pem"), at("key.pem"));
    let whole = format!("{known}user = \"jiesu\"\npassword_file = {:?}\n", at("password"));

    let (code, refused) = said(&known, folder.path());
    assert_eq!(code, 2);
    assert!(refused.contains("does not let the program in"), "{refused}");
    let (_, unknown) = said(&tls, folder.path());
    assert!(unknown.contains("cannot be reached"), "{unknown}");
    let (code, missing) = said(&whole, folder.path());
    assert_eq!(code, 0);
    assert!(missing.contains("is not there yet"), "{missing}");

    let mut town = Town::with(&whole, |_| None);
    for (number, deed) in WALK.into_iter().enumerate().take(2) {
        assert_eq!(town.asks(&town.request(number, deed)).status(), 200);
    }
    eventually("everything is told", || {
        let metrics = town.asks(&Request::get("/metrics")).text();
        metrics.lines().any(|line| line == "jiesu_outbox_notices 0")
    });
    assert!(town.stops().success());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let read = runtime.expect("a runtime starts").block_on(async {
        let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
        let options = ConnectOptions::new()
            .user_and_password("jiesu".to_owned(), "very-secret".to_owned())
            .add_root_certificates(cert.clone())
            .add_client_certificate(cert, key)
            .require_tls(true);
        let context = jetstream::new(nats.client_with(options).await);
        Reader::of(&context, "jiesu.>", 1).await.reads().await
    });
    assert_eq!(read.iter().map(Stood::what).collect::<Vec<_>>(), ["accepted", "dispatched"]);

    let (_, well) = said(&whole, folder.path());
    assert!(well.contains("2 messages stand in it") && well.contains("kept 1 times"), "{well}");
    for text in [refused, unknown, missing, well, tests::process::log_of(&town.data())] {
        assert!(!text.contains("very-secret"), "{text}");
    }
}

#[test]
fn the_doctor_says_what_is_wrong_with_a_stream() {
    let mut nats = NatsServer::started();
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let config = format!("[events]\nnats = \"{}\"\ntimeout_seconds = 2\n", nats.url());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime starts").block_on(async {
        let context = jetstream::new(nats.client().await);
        let part = jetstream::stream::Config {
            name: tests::nats::STREAM.to_owned(),
            subjects: vec!["jiesu.*.order.*".to_owned()],
            ..jetstream::stream::Config::default()
        };
        context.create_stream(part).await.expect("a stream can be made");
    });
    let (code, partly) = said(&config, folder.path());
    assert_eq!(code, 2);
    assert!(partly.contains("does not keep all subjects"), "{partly}");
    nats.stops();
    let (code, away) = said(&config, folder.path());
    assert_eq!(code, 0, "a server that is away is no reason not to start");
    assert!(away.contains("cannot be reached"), "{away}");
    assert!(said("", folder.path()).1.contains("There is no event stream"));
}
