//! What happens in the city? One file a story.

mod walk;
