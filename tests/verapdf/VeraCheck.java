// Validates PDF files with veraPDF: java -cp JARS VeraCheck.java ua1 FILE…
// Prints a line for each rule that a file breaks (path, clause-test, number of places, what is wrong; separated by tabs)
// and one for each file that breaks none (path, "ok"). Exit 0 when all files are compliant, 1 when one is not.
import java.io.FileInputStream;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class VeraCheck {
    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(arguments[0]);
        boolean compliant = true;
        for (int i = 1; i < arguments.length; i++) compliant &= check(arguments[i], flavour);
        System.exit(compliant ? 0 : 1);
    }

    static boolean check(String path, PDFAFlavour flavour) throws Exception {
        try (InputStream file = new FileInputStream(path);
                PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            Map<String, String> messages = new LinkedHashMap<>();
            Map<String, Integer> counts = new LinkedHashMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() != TestAssertion.Status.FAILED) continue;
                String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                messages.putIfAbsent(rule, String.valueOf(assertion.getMessage()).replaceAll("\\s+", " "));
                counts.merge(rule, 1, Integer::sum);
            }
            messages.forEach((rule, message) ->
                System.out.println(path + "\t" + rule + "\t" + counts.get(rule) + "\t" + message));
            if (result.isCompliant()) System.out.println(path + "\tok");
            else if (messages.isEmpty()) System.out.println(path + "\tnone\t0\tnot compliant");
            return result.isCompliant();
        }
    }
}
