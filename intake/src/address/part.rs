//! Of which kinds can a part of an address be?

/// A kind of part, from the widest to the narrowest, then what stands between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// 中国.
    Country,
    /// 内蒙古自治区.
    Province,
    /// 锡林郭勒盟, 赤峰市.
    City,
    /// 旗, 县, 区, 县级市.
    District,
    /// 经济开发区.
    Zone,
    /// 苏木, 乡, 镇, 街道.
    Town,
    /// 嘎查, 村, 社区.
    Community,
    /// 团结路, 三组.
    Road,
    /// 一巷, 35弄; also the second of two roads that cross.
    Lane,
    /// 12号.
    RoadNumber,
    /// The number in a lane.
    LaneNumber,
    /// 阳光小区, 人民医院.
    Spot,
    /// 东区, 二期, 住院部.
    Section,
    /// 3号楼.
    Building,
    /// 2单元.
    Unit,
    /// 四楼.
    Floor,
    /// 501室.
    Room,
    /// 前台, 财务科.
    Desk,
    /// 对面, 交叉口, 以东5公里.
    Beside,
    /// What belongs to no part: a dash, a province said twice.
    Waste,
}

impl Part {
    /// All kinds, in their order.
    pub const ALL: [Part; 20] = [
        Part::Country,
        Part::Province,
        Part::City,
        Part::District,
        Part::Zone,
        Part::Town,
        Part::Community,
        Part::Road,
        Part::Lane,
        Part::RoadNumber,
        Part::LaneNumber,
        Part::Spot,
        Part::Section,
        Part::Building,
        Part::Unit,
        Part::Floor,
        Part::Room,
        Part::Desk,
        Part::Beside,
        Part::Waste,
    ];

    /// The name by which labelled addresses know it.
    pub fn name(self) -> &'static str {
        match self {
            Part::Country => "country",
            Part::Province => "prov",
            Part::City => "city",
            Part::District => "district",
            Part::Zone => "devZone",
            Part::Town => "town",
            Part::Community => "community",
            Part::Road => "road",
            Part::Lane => "subRoad",
            Part::RoadNumber => "roadno",
            Part::LaneNumber => "subroadno",
            Part::Spot => "poi",
            Part::Section => "subpoi",
            Part::Building => "houseno",
            Part::Unit => "cellno",
            Part::Floor => "floorno",
            Part::Room => "roomno",
            Part::Desk => "person",
            Part::Beside => "assist",
            Part::Waste => "redundant",
        }
    }
}
