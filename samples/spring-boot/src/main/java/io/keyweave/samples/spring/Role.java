package io.keyweave.samples.spring;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row that every PostgreSQL has. */
@Entity
@Table(name = "pg_roles", schema = "pg_catalog")
public class Role {

    @Id
    @Column(name = "rolname")
    private @Nullable String name;

    public @Nullable String getName() {
        return name;
    }
}
