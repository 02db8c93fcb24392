//! By which rules is a word of danger none?

/// The rules, as they are named in `emergencies.csv` (`@否认`). The word lists stand in `chinese.txt`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// A denial directly before it, with nothing but light words between (没有发生过火灾). 「没人管，着火了」 and
    /// 「没电还冒烟」 deny nothing.
    Denied,
    /// A fear near before it in its clause (怕着火, 防止触电), or an "if" anywhere before it in its sentence
    /// (万一哪天电线短路，着火了怎么办). Of a combination also between its parts (电梯年检过期了，怕掉下去).
    Supposed,
    /// A time past (去年, 上次, 昨天) before it in its sentence or behind it in its clause, or 「过」, 「的时候」
    /// directly behind it. Not when the time belongs to something else (去年盖的房子塌了), and not when it goes on
    /// or happens again (现在又着火了).
    Past,
    /// The same of a time long past only: 昨天, 前几天 leave a leak or a missing child what it is.
    LongPast,
    /// What happens again and again, near before it in its clause (老是打架): a complaint, no alarm.
    Habit,
    /// It is spoken about, near it in its clause (消防演练, 火灾隐患, 车祸理赔, 电影里, 抢劫案), or somebody is praised for
    /// what he did, or something is suggested (跳河救人的小伙子，想给他申请见义勇为).
    Topic,
    /// It is only likened to it (抢劫似的, 简直是抢钱).
    Likened,
    /// It is over, soon after it (火已经扑灭了, 人找到了).
    Over,
    /// It stands in the middle of a long letter whose sentence does not say that it is happening now: who is in
    /// danger says so first, or last.
    Told,
}

impl Rule {
    const ALL: [Rule; 9] = [
        Rule::Denied,
        Rule::Supposed,
        Rule::Past,
        Rule::LongPast,
        Rule::Habit,
        Rule::Topic,
        Rule::Likened,
        Rule::Over,
        Rule::Told,
    ];

    /// The name in the file and in the reasons.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Rule::Denied => "否认",
            Rule::Supposed => "假设",
            Rule::Past => "过去",
            Rule::LongPast => "久远",
            Rule::Habit => "经常",
            Rule::Topic => "话题",
            Rule::Likened => "比方",
            Rule::Over => "了结",
            Rule::Told => "叙述",
        }
    }

    /// The rule of that name.
    pub(super) fn parse(name: &str) -> Option<Rule> {
        Rule::ALL.into_iter().find(|rule| rule.name() == name)
    }
}
