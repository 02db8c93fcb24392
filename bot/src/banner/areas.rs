//! Which areas is the banner made of, and who looks after its grids?

use intake::{AreaKind, Level};
use storage::{AreaCode, UnitCode};

use super::fault::Form;
use super::folder::Folder;
use super::problem::Problems;
use super::sheet::{Columns, Rows, read};

/// The areas' file.
pub(super) const FILE: &str = "areas.csv";
/// The grid workers' file.
pub(super) const WORKERS: &str = "workers.csv";

const COLUMNS: Columns =
    Columns { must: &["code", "name", "level", "parent", "unit"], may: &["type", "households", "aliases"] };
const WORKER_COLUMNS: Columns = Columns { must: &["grid", "name", "role"], may: &["building", "phone"] };

/// The banner itself, a town, a community or a grid.
#[derive(Clone, Debug)]
pub struct Area {
    /// Line of the file.
    pub line: usize,
    /// Its code.
    pub code: AreaCode,
    /// Its name.
    pub name: String,
    /// How wide it is.
    pub level: Level,
    /// The area it lies in; none for the banner.
    pub parent: Option<AreaCode>,
    /// What kind of country it is; none: as the area around it.
    pub kind: Option<AreaKind>,
    /// How many households live there, where it is known; about 300 a grid in town.
    pub households: Option<u32>,
    /// The unit whose desk serves it.
    pub unit: Option<UnitCode>,
    /// What people call it.
    pub aliases: Vec<String>,
}

/// Somebody who looks after a grid, or a building in it.
#[derive(Clone, Debug)]
pub struct Worker {
    /// Line of the file.
    pub line: usize,
    /// The grid.
    pub grid: AreaCode,
    /// Name.
    pub name: String,
    /// In what capacity.
    pub role: WorkerRole,
    /// The building, for a 楼长.
    pub building: String,
    /// Phone; empty when none is known.
    pub phone: String,
}

/// In what capacity somebody looks after a grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WorkerRole {
    /// 专职网格员
    FullTime,
    /// 兼职网格员
    PartTime,
    /// 楼长
    Building,
    /// 警格民警
    Police,
}

impl WorkerRole {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::FullTime, Self::PartTime, Self::Building, Self::Police];

    /// The term in the workers' file.
    pub fn name(self) -> &'static str {
        match self {
            Self::FullTime => "专职网格员",
            Self::PartTime => "兼职网格员",
            Self::Building => "楼长",
            Self::Police => "警格民警",
        }
    }

    /// Whether the grid itself is looked after, not only a building or the peace.
    pub fn is_grid_worker(self) -> bool {
        match self {
            Self::FullTime | Self::PartTime => true,
            Self::Building | Self::Police => false,
        }
    }
}

pub(super) fn areas(folder: &Folder, problems: &Problems) -> Rows<Area> {
    read(folder, FILE, &COLUMNS, problems, |row| {
        let code = row.code("code");
        let name = row.required("name");
        let level = row.one_of("level", &Level::ALL.map(|level| (level.name(), level)));
        let kind = row.one_of_or_none("type", &AreaKind::ALL.map(|kind| (kind.name(), kind)));
        let households = row.parsed_or_none("households", Form::WholeNumber);
        Some(Area {
            line: row.line,
            code: AreaCode::new(code?),
            name: name?,
            level: level?,
            parent: row.optional("parent").map(AreaCode::new),
            kind: kind?,
            households: households?,
            unit: row.optional("unit").map(UnitCode::new),
            aliases: row.list("aliases"),
        })
    })
}

pub(super) fn workers(folder: &Folder, problems: &Problems) -> Rows<Worker> {
    read(folder, WORKERS, &WORKER_COLUMNS, problems, |row| {
        let grid = row.required("grid");
        let name = row.required("name");
        let role = row.one_of("role", &WorkerRole::ALL.map(|role| (role.name(), role)));
        Some(Worker {
            line: row.line,
            grid: AreaCode::new(grid?),
            name: name?,
            role: role?,
            building: row.cell("building"),
            phone: row.cell("phone"),
        })
    })
}

impl From<&Area> for intake::AreaRow {
    fn from(area: &Area) -> Self {
        Self {
            row: area.line,
            code: intake::AreaCode::new(area.code.as_str()),
            name: area.name.clone(),
            level: area.level,
            parent: area.parent.as_ref().map(|code| intake::AreaCode::new(code.as_str())),
            kind: area.kind,
            unit: area.unit.as_ref().map(|code| intake::UnitCode::new(code.as_str())),
            aliases: area.aliases.clone(),
        }
    }
}
