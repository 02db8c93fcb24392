//! Do several stores on one database behave as one?
