package io.keyweave.test.spring.app;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The application's answers over HTTP, where nobody holds its standard input. */
@RestController
class Questions {

    private final ConfigurableApplicationContext context;

    Questions(ConfigurableApplicationContext context) {
        this.context = context;
    }

    @GetMapping(path = "/ask", produces = "text/plain;charset=UTF-8")
    String ask(@RequestParam("q") String question) throws Exception {
        return SpringApplicationUnderTest.answer(context, question.split(" ", 3));
    }
}
