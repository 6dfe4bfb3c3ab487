import { BUNDLERS } from '../bundlers.ts'
import { describeNames } from './names-spec.ts'

describeNames(BUNDLERS, 'names.txt')
