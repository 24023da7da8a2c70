package io.keyweave.samples.spring;

import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers from the database and says which of its sessions it was. */
@RestController
class SessionController {

    private final Roles roles;

    SessionController(Roles roles) {
        this.roles = roles;
    }

    @GetMapping("/session")
    @Transactional(readOnly = true)
    public String session() {
        if (roles.count() == 0) {
            throw new IllegalStateException("a database without roles");
        }
        return roles.session();
    }
}
