package io.keyweave.samples.spring;

import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Reads through JPA. */
public interface Roles extends Repository<Role, String> {

    long count();

    @Query(value = "select cast(pg_backend_pid() as text) || ' ' || pg_sleep(0.02)", nativeQuery = true)
    String session();
}
